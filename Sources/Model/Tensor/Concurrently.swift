import Foundation
import Synchronization

/// Runs `body` for 0..<count on all cores and returns the results in order. The calling thread works too. Not for a thread
/// that ends soon: it may end with a damaged heap (docs/DECISIONS.md).
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

/// Runs two things at once, one of them on the calling thread.
/// - Throws: what the first threw, else what the second threw; both have ended by then.
func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
) throws -> (First, Second) {
    let results = Mutex<(first: Result<First, any Error>?, second: Result<Second, any Error>?)>((nil, nil))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
        if index == 0 {
            let result = Result(catching: first)
            results.withLock { $0.first = result }
        } else {
            let result = Result(catching: second)
            results.withLock { $0.second = result }
        }
    }
    return try results.withLock { (try $0.first!.get(), try $0.second!.get()) }
}
