import Foundation
import Model

/// Lines for people, on standard error.
enum Message {
    static func error(_ text: String) { line("clipscope: " + text) }

    static func warning(_ text: String) { line("clipscope: warning: " + text) }

    static func hint(_ text: String) { line("clipscope: " + text) }

    /// Lines that belong together: the first `shown`, then how many more there are.
    static func list(_ texts: [String], shown: Int = 10) {
        for text in texts.prefix(shown) { error(text) }
        if texts.count > shown { error("... and \(texts.count - shown) more") }
    }

    private static func line(_ text: String) {
        FileHandle.standardError.write(Data((text.printable + "\n").utf8))
    }
}
