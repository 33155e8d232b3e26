/// Tells somebody how many images were found so far, every few thousand steps; what they throw ends the scan.
final class ScanProgress {
    private let report: (Int) throws -> Void
    private var found = 0
    private var steps = 0
    private static let interval = 2048

    init(_ report: @escaping (Int) throws -> Void) {
        self.report = report
    }

    /// - Parameter images: found since the last call; none is a step too.
    func step(images: Int = 0) throws {
        found += images
        steps += max(1, images)
        guard steps >= Self.interval else { return }
        steps = 0
        try report(found)
    }
}
