import Foundation
import Model
import TUI

/// What standard output and standard error lead to.
enum Screen {
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    /// Whether somebody sees how far a command is, and wants to.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 && !Message.isQuiet }

    /// Columns and rows; nil where there is no terminal.
    static func size(of descriptor: Int32 = STDOUT_FILENO) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// As the C library decides it: LC_ALL before LC_CTYPE before LANG.
    static func isUnicode(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }

    /// What is not read on a screen is not cut.
    static var style: TextStyle {
        TextStyle(
            columns: size().map { max(60, $0.columns) } ?? .max, isUnicode: isUnicode(), width: DisplayWidth.of(_:))
    }
}
