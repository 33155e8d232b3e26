import Foundation
import Model
import Synchronization

/// Lines for people, on standard error.
enum Message {
    static func error(_ text: String) { line("clipscope: " + text) }

    static func warning(_ text: String) { line("clipscope: warning: " + text) }

    /// What figures rest on: which column was taken, what a model was trained on. Said also where --quiet is given.
    static func note(_ text: String) { line("clipscope: " + text) }

    /// What one can do without.
    static func hint(_ text: String) {
        if !isQuiet { line("clipscope: " + text) }
    }

    /// Whether --quiet was given: no progress and no hints.
    static var isQuiet: Bool { quiet.load(ordering: .relaxed) }

    static func beQuiet() { quiet.store(true, ordering: .relaxed) }

    private static let quiet = Atomic(false)

    /// Lines that belong together: the first `shown`, then how many more there are, and what else is to be said of them.
    static func list(_ texts: [String], shown: Int = 10, more: String = "") {
        for text in texts.prefix(shown) { error(text) }
        if texts.count > shown { error("... and \(texts.count - shown) more\(more)") }
    }

    /// A text of several lines; nothing for an empty one.
    static func lines(_ text: String) {
        guard !text.isEmpty else { return }
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) { line(String(part)) }
    }

    private static func line(_ text: String) {
        FileHandle.standardError.write(Data((text.printable + "\n").utf8))
    }
}
