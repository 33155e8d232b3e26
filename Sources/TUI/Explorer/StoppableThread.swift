import Foundation

/// What works beside the main loop, and has to end with it.
protocol StoppableThread: AnyObject {
    /// Asks it to end, and waits for that.
    /// - Returns: false when it still works after `seconds`: it reads from a slow disk, or multiplies.
    func stop(within seconds: Double) -> Bool
}

extension [any StoppableThread] {
    /// Asks all of them before it waits for any.
    /// - Returns: false when one still works after `seconds`.
    func stop(within seconds: Double) -> Bool {
        for thread in self { _ = thread.stop(within: 0) }
        let end = ContinuousClock.now + .seconds(seconds)
        return map { $0.stop(within: Swift.max(0, (end - .now) / .seconds(1))) }.allSatisfy { $0 }
    }
}
