import Foundation
import Model

/// One line on standard error that counts images while a dataset is read, once that takes longer than a second; nothing
/// where nobody sees it.
final class CountLine {
    private let title: String
    private let isSilent: Bool
    private var next = ContinuousClock.now + .seconds(1)
    private var isVisible = false

    init(_ title: String, isSilent: Bool = !Screen.showsProgress) {
        self.title = title.printable
        self.isSilent = isSilent
    }

    func show(images: Int) {
        let now = ContinuousClock.now
        guard !isSilent, now >= next else { return }
        next = now + .milliseconds(100)
        isVisible = true
        FileHandle.standardError.write(Data("\r\(title): \(images) images\u{1B}[K".utf8))
    }

    func clear() {
        if isVisible { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        isVisible = false
    }
}
