import Foundation
import Synchronization

/// One line on standard error that tells how far a piece of work is, where somebody sees it, and an end on Ctrl-C.
final class StepLine: Sendable {
    private struct State {
        var done = 0
        var shown = ContinuousClock.now
        var isVisible = false
    }

    private let work: String
    private let state = Mutex(State())
    private let isSilent: Bool
    private let cancelled = Atomic(false)

    private init(_ work: String) {
        self.work = work
        isSilent = !Screen.showsProgress
    }

    /// Whether the user, or the system, asked for the end.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// "templates: 12 of 80"
    func show(_ done: Int, of total: Int) {
        guard !isSilent else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.shown > .milliseconds(100) else { return }
            (state.shown, state.isVisible) = (now, true)
            write("\r\(work): \(done) of \(total)\u{1B}[K")
        }
    }

    /// One step more is done.
    func step(of total: Int) {
        show(
            state.withLock { state in
                state.done += 1
                return state.done
            }, of: total)
    }

    /// Runs `body`, which asks `isCancelled` and tells its progress.
    /// - Throws: `Interruption`, or what `body` throws.
    static func during<Value>(_ work: String, _ body: (StepLine) throws -> Value) throws -> Value {
        let line = StepLine(work)
        var result: Result<Value, any Error>?
        let signal = Interruption.heeding(cancel: { line.cancelled.store(true, ordering: .relaxed) }) {
            result = Result { try body(line) }
        }
        line.clear()
        if let signal { throw Interruption(signal: signal, description: "interrupted") }
        guard let result else { preconditionFailure("a body that did not run") }
        return try result.get()
    }

    private func clear() {
        if state.withLock({ $0.isVisible }) { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
