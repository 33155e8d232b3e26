import Foundation

/// The user, or the system, asked the program to end.
struct Interruption: Error, CustomStringConvertible {
    let signal: Int32
    /// What is kept of the work.
    let description: String

    /// Ends as the signal would have, so that a shell sees it.
    func end() -> Never {
        Foundation.signal(signal, SIG_DFL)
        raise(signal)
        exit(128 + signal)
    }

    /// Runs `body`; SIGINT, SIGTERM and SIGQUIT call `cancel` meanwhile instead of ending the program. A second one ends it:
    /// what is to be cancelled may wait for a disk that does not answer.
    /// - Returns: the signal that came, if one did.
    static func heeding(cancel: @escaping @Sendable () -> Void, _ body: () -> Void) -> Int32? {
        let arrived = Arrived()
        let queue = DispatchQueue(label: "signals")
        let sources = [SIGINT, SIGTERM, SIGQUIT].map { number in
            Foundation.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if arrived.signal != nil { Interruption(signal: number, description: "").end() }
                arrived.signal = number
                cancel()
            }
            source.resume()
            return (number, source)
        }
        body()
        for (number, source) in sources {
            source.cancel()
            Foundation.signal(number, SIG_DFL)
        }
        return queue.sync { arrived.signal }
    }

    /// Touched on the queue alone.
    private final class Arrived: @unchecked Sendable {
        var signal: Int32?
    }
}
