import Foundation
import Model
import Synchronization

/// A bar on standard error that tells how far a run is; nothing where nobody sees it.
final class ProgressLine: Sendable {
    private struct State {
        var progress: EmbeddingRun.Progress
        var shown = ContinuousClock.now - .seconds(1)
        var isVisible = false
    }

    private let state: Mutex<State>
    private let begin = ContinuousClock.now
    private let isSilent: Bool

    init(total: Int, isSilent: Bool = !Screen.showsProgress) {
        state = Mutex(State(progress: EmbeddingRun.Progress(total: total)))
        self.isSilent = isSilent
    }

    func take(_ event: EmbeddingRun.Event) {
        guard !isSilent else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            state.progress.take(event, at: (now - begin) / .seconds(1))
            if case .finished = event {
                if state.isVisible { Self.write("\r\u{1B}[K") }
                state.isVisible = false
            } else if now - state.shown > .milliseconds(100), state.progress.done < state.progress.total {
                state.shown = now
                state.isVisible = true
                Self.write("\r\(Self.line(state.progress))\u{1B}[K")
            }
        }
    }

    /// A bar as long as there is room for, and the text.
    private static func line(_ progress: EmbeddingRun.Progress) -> String {
        let text = text(progress)
        let columns = Screen.size(of: STDERR_FILENO)?.columns ?? 80
        let width = min(24, columns - text.count - 2)
        guard width >= 6 else { return text }
        let bar = Screen.style.bar(Double(progress.done) / Double(max(1, progress.total)), width: width)
        return bar + String(repeating: " ", count: width - bar.count + 1) + text
    }

    /// "encoding images: 120 of 553, 85 images/s, 5 s left"
    static func text(_ progress: EmbeddingRun.Progress) -> String {
        var text = "encoding images: \(progress.done) of \(progress.total)"
        if progress.failed > 0 { text += ", \(progress.failed) unreadable" }
        if let rate = progress.rate { text += String(format: rate < 10 ? ", %.1f images/s" : ", %.0f images/s", rate) }
        if let left = progress.secondsLeft {
            let seconds = Int(left.rounded(.up))
            text += seconds < 100 ? ", \(seconds) s left" : ", \((seconds + 59) / 60) min left"
        }
        return text
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
