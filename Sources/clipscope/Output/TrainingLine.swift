import Foundation
import Model
import Synchronization

/// How far a training is: one line on standard error where somebody sees it, what each validation says in any case, and an
/// end on Ctrl-C.
final class TrainingLine: Sendable {
    private struct State {
        var begin = ContinuousClock.now
        var first: Int?
        var shown = ContinuousClock.now - .seconds(1)
        var isVisible = false
        var last: TextTrainer.Figures?
    }

    private let settings: TrainingSettings
    private let state = Mutex(State())
    private let isSilent = !Screen.showsProgress
    private let cancelled = Atomic(false)

    init(_ settings: TrainingSettings) {
        self.settings = settings
    }

    /// Whether the user, or the system, asked for the end.
    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    func take(_ event: TrainingRun.Event) {
        switch event {
        case .step(let figures): show(figures)
        case .validated(let step, let figures, let isBest):
            clear()
            let loss = state.withLock { $0.last }.map { String(format: ", loss %.4f", $0.loss) } ?? ""
            Message.hint(
                String(
                    format: "step %d%@: %.1f %% of %d images that choose, log loss %.3f%@", step, loss,
                    100 * figures.accuracy, figures.images, figures.logLoss, isBest ? ", the best so far" : ""))
        }
    }

    private func show(_ figures: TextTrainer.Figures) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.last = figures
            guard let first = state.first else {
                (state.first, state.begin) = (figures.step, now)
                return
            }
            guard !isSilent, now - state.shown > .milliseconds(100) else { return }
            (state.shown, state.isVisible) = (now, true)
            let rate = Double(figures.step - first) / max(1e-9, (now - state.begin) / .seconds(1))
            write("\r\(Self.text(figures, settings, stepsPerSecond: rate))\u{1B}[K")
        }
    }

    /// "step 120 of 400: loss 1.2340, scale 98.2, gradient 0.53, rate 9.1e-05, 812 pairs/s, 40 s left"
    static func text(_ figures: TextTrainer.Figures, _ settings: TrainingSettings, stepsPerSecond: Double) -> String {
        let seconds = Int((Double(settings.steps - figures.step) / stepsPerSecond).rounded(.up))
        return String(
            format: "step %d of %d: loss %.4f, scale %.1f, gradient %.2f, rate %.1e, %.0f pairs/s, ", figures.step,
            settings.steps, figures.loss, figures.scale, figures.norm, figures.rate,
            stepsPerSecond * Double(settings.batch))
            + (seconds < 100 ? "\(seconds) s left" : "\((seconds + 59) / 60) min left")
    }

    func clear() {
        state.withLock { state in
            if state.isVisible { write("\r\u{1B}[K") }
            state.isVisible = false
        }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
