import Foundation
import Model

/// Lines for people, on standard error.
enum Message {
    static func error(_ text: String) { line("clipscope: " + text) }

    static func warning(_ text: String) { line("clipscope: warning: " + text) }

    static func hint(_ text: String) { line("clipscope: " + text) }

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
