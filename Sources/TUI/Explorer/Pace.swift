import Synchronization

/// Lets through a few times a second what changes thousands of times a second, whichever thread it comes from.
final class Pace: Sendable {
    private let pause: Duration
    private let last: Mutex<ContinuousClock.Instant?>

    /// - Parameter beginsAtOnce: the first is due before a pause, too.
    init(every pause: Duration, beginsAtOnce: Bool = true) {
        self.pause = pause
        last = Mutex(beginsAtOnce ? nil : .now)
    }

    var isDue: Bool {
        last.withLock { last in
            if let last, ContinuousClock.now - last < pause { return false }
            last = .now
            return true
        }
    }
}
