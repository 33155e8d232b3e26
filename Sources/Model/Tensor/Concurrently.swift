import Foundation
import Synchronization

/// Runs `body` for 0..<count on all cores and returns the results in order. The calling thread works too.
/// - Throws: one of the errors that were thrown; work that had not begun by then is left out.
func concurrently<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> Value) throws -> [Value] {
    let results = Mutex<[Value?]>(Array(repeating: nil, count: count))
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: count) { index in
        guard failure.withLock({ $0 == nil }) else { return }
        do {
            let value = try body(index)
            results.withLock { $0[index] = value }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return results.withLock { $0.map { $0! } }
}
