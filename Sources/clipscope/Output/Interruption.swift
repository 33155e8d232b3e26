import Foundation
import Synchronization

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
        Signals.watched.state.withLock { $0 = Signals.State(cancel: cancel) }
        body()
        return Signals.watched.state.withLock { state in
            defer { state = Signals.State() }
            return state.arrived
        }
    }
}

/// SIGINT, SIGTERM and SIGQUIT, watched from the first piece of work that can be cancelled to the end of the program: a
/// source that comes after another for the same signal hears nothing of it on Linux.
private final class Signals: Sendable {
    struct State {
        /// Of the work that is being done; nil between two.
        var cancel: (@Sendable () -> Void)?
        var arrived: Int32?
    }

    static let watched = Signals()
    let state = Mutex(State())
    nonisolated(unsafe) private var sources: [any DispatchSourceSignal] = []

    private init() {
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM, SIGQUIT].map { number in
            Foundation.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in
                let cancel = state.withLock { state -> (@Sendable () -> Void)? in
                    guard state.arrived == nil, let cancel = state.cancel else { return nil }
                    state.arrived = number
                    return cancel
                }
                guard let cancel else { Interruption(signal: number, description: "").end() }
                cancel()
            }
            source.resume()
            return source
        }
    }
}
