/// How far a file is, how fast it comes, and how long it will take at that pace.
package struct TransferProgress: Sendable, Equatable {
    package let file: String
    /// Bytes.
    package let total: Int
    package private(set) var present: Int
    /// Bytes a second over the last seconds; nil before there are two moments to compare.
    package private(set) var rate: Double?
    private var moments: [Moment] = []

    private struct Moment: Equatable {
        let time: ContinuousClock.Instant
        let present: Int
    }

    /// The rate is that of so many seconds.
    private static let window = 5.0
    private static let spacing = 0.25

    init(file: String, total: Int, present: Int, at time: ContinuousClock.Instant = .now) {
        (self.file, self.total, self.present) = (file, total, present)
        moments = [Moment(time: time, present: present)]
    }

    mutating func reached(_ present: Int, at time: ContinuousClock.Instant = .now) {
        // The server began anew.
        if present < self.present { moments = [] }
        self.present = present
        if let last = moments.last, (time - last.time) / .seconds(1) < Self.spacing { return }
        moments.append(Moment(time: time, present: present))
        while moments.count > 2, (time - moments[0].time) / .seconds(1) > Self.window { moments.removeFirst() }
        let seconds = (time - moments[0].time) / .seconds(1)
        if seconds > 0 { rate = Double(present - moments[0].present) / seconds }
    }

    package var secondsLeft: Double? {
        rate.flatMap { $0 > 0 ? Double(total - present) / $0 : nil }
    }
}
