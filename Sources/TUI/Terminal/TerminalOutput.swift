import Foundation

/// Bytes beside what curses writes.
enum TerminalOutput {
    /// Writes all of it, waiting for a slow terminal; one that went away is noticed elsewhere.
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Foundation.write(STDOUT_FILENO, start, rest.count)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN {
                    var ready = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, 100)
                    continue
                }
                guard count > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }

    /// - Returns: false where nothing came by then, and where nothing can come any more.
    static func waitForInput(until end: ContinuousClock.Instant) -> Bool {
        var source = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while true {
            let left = Int32(max(0, ((end - .now) / .milliseconds(1)).rounded(.up)))
            let count = poll(&source, 1, left)
            if count < 0, errno == EINTR, left > 0 { continue }
            return count > 0 && source.revents & Int16(POLLIN) != 0
        }
    }
}
