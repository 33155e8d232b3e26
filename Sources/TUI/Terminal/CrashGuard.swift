import CCrash
import CNCurses
import Foundation

/// Leaves the terminal clean whatever ends the process, and keeps messages on standard error off the screen
/// until it is gone. Made before curses starts, so that the modes it restores are those found.
final class CrashGuard {
    private let captured: Int32
    private let errors: Int32
    private let file: UnsafeMutablePointer<FILE>?

    /// - Parameter wake: the pipe's end that signals write their number to.
    init(wake: Int32) {
        file = tmpfile()
        captured = file.map { fileno($0) } ?? -1
        errors = captured < 0 ? -1 : dup(STDERR_FILENO)
        let reset = Self.resetBytes
        clip_crash_install(reset, reset.utf8.count, STDOUT_FILENO, wake, captured, errors)
        if captured >= 0, isatty(STDERR_FILENO) == 1 { dup2(captured, STDERR_FILENO) }
    }

    func remove() {
        clip_crash_remove()
        guard captured >= 0 else { return }
        fflush(nil)
        dup2(errors, STDERR_FILENO)
        close(errors)
        var buffer = [UInt8](repeating: 0, count: 4096)
        var offset: off_t = 0
        while true {
            let count = pread(captured, &buffer, buffer.count, offset)
            guard count > 0 else { break }
            write(STDERR_FILENO, buffer, count)
            offset += off_t(count)
        }
        if let file { fclose(file) }
    }

    /// Mouse and paste reporting off, attributes off, cursor on, keypad off, back from the alternate screen.
    private static var resetBytes: String {
        let own = "\u{1b}[?1000l\u{1b}[?1002l\u{1b}[?1006l\u{1b}[?2004l"
        let names: [String] = ["sgr0", "op", "cnorm", "rmkx", "rmcup"]
        let named = names.compactMap { clip_capability($0).map { String(cString: $0) } }
        // Padding ($<5>) is for terminals that were slow in 1980.
        return own + named.joined().replacing(/\$<[0-9.*\/]+>/, with: "")
    }
}
