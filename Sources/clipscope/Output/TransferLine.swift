import Foundation
import Model

/// One line on standard error that tells how far a download is, where somebody sees it; troubles in any case.
final class TransferLine {
    private var shown = ContinuousClock.now - .seconds(1)
    private var isVisible = false
    private let isSilent: Bool

    init(isSilent: Bool = !Screen.showsProgress) {
        self.isSilent = isSilent
    }

    func take(_ event: TransferEvent) {
        switch event {
        case .progress(let progress):
            let now = ContinuousClock.now
            guard !isSilent, now - shown > .milliseconds(100) else { return }
            (shown, isVisible) = (now, true)
            write("\r\(Self.text(progress).printable)\u{1B}[K")
        case .finished: clear()
        case .chose(let what):
            clear()
            Message.hint(what)
        case .waitingForAnother(let file): tell("\(file): another program fetches it; waiting")
        case .retrying(let reason, let seconds):
            tell("\(reason); again" + (seconds > 0 ? String(format: " in %.3g s", seconds) : ""))
        }
    }

    func clear() {
        if isVisible { write("\r\u{1B}[K") }
        isVisible = false
        // The next file is told at once.
        shown = .now - .seconds(1)
    }

    /// "model.safetensors: 120.4 of 605.2 MB, 11.2 MB/s, 44 s left"
    static func text(_ progress: TransferProgress) -> String {
        let (unit, name) = progress.total < 1_000_000 ? (1e3, "kB") : (1e6, "MB")
        var text = String(
            format: "%@: %.1f of %.1f %@", progress.file, Double(progress.present) / unit,
            Double(progress.total) / unit, name)
        if let rate = progress.rate { text += String(format: ", %.1f MB/s", rate / 1e6) }
        if let left = progress.secondsLeft, left < 360_000 {
            let seconds = Int(left.rounded(.up))
            text += seconds < 100 ? ", \(seconds) s left" : ", \((seconds + 59) / 60) min left"
        }
        return text
    }

    private func tell(_ text: String) {
        clear()
        Message.warning(text)
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
