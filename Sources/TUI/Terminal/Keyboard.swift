import Foundation

/// Keys, pastes and the mouse from standard input. Replies of the terminal are taken out of them whenever they come.
struct Keyboard {
    private var parser = InputParser()
    private(set) var replies = TerminalReplies()
    /// When what waits is taken for what it is.
    private(set) var due: ContinuousClock.Instant?
    /// Nothing comes any more.
    private(set) var isClosed = false
    private let start = ContinuousClock.now

    /// Presses on one cell within this are one double press.
    private static let doublePress = Duration.milliseconds(400)
    private var lastPress: (x: Int, y: Int, at: ContinuousClock.Instant)?

    /// Whole pastes in brackets; the mouse, while it moves with a button down too, told in decimal numbers.
    static let reports = "\u{1b}[?2004h\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h"
    static let silence = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l\u{1b}[?2004l"

    /// Never waits.
    mutating func events() -> [Event] {
        var events: [Event] = []
        while let bytes = read() {
            let before = parser.waiting
            events += parser.take(bytes).compactMap { event($0) }
            wait(after: before)
        }
        if let due, .now >= due {
            self.due = nil
            events += parser.giveUp().compactMap { event($0) }
        }
        return events
    }

    /// Nil where nothing is there.
    private mutating func read() -> [UInt8]? {
        guard !isClosed, TerminalOutput.waitForInput(until: .now) else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return nil }
        isClosed = count <= 0
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// A sequence is waited for from its beginning on, so that keys typed meanwhile are not held back for long; a paste from
    /// its last piece on.
    private mutating func wait(after before: InputParser.Waiting?) {
        guard let waiting = parser.waiting else {
            due = nil
            return
        }
        if due == nil || waiting != before || waiting == .paste { due = .now + patience(waiting) }
    }

    private func patience(_ waiting: InputParser.Waiting) -> Duration {
        switch waiting {
        // The terminal is answering, perhaps from far away.
        case .escape: ContinuousClock.now - start < .seconds(2) ? .milliseconds(400) : .milliseconds(150)
        case .introducer: .milliseconds(400)
        case .sequence: .seconds(2)
        case .paste: .seconds(5)
        }
    }

    private mutating func event(_ input: Input) -> Event? {
        switch input {
        case .key(let key): return .key(key)
        case .paste(let text): return .paste(text)
        case .mouse(let report): return .mouse(Mouse(kind(of: report), x: report.x, y: report.y))
        case .reply(let reply):
            replies.take(reply)
            return nil
        }
    }

    private mutating func kind(of report: MouseReport) -> Mouse.Kind {
        switch report.kind {
        case .release: return .release
        case .drag: return .drag
        case .wheelUp: return .wheelUp
        case .wheelDown: return .wheelDown
        case .press: break
        }
        let now = ContinuousClock.now
        if let last = lastPress, last.x == report.x, last.y == report.y, now - last.at < Self.doublePress {
            lastPress = nil
            return .doublePress
        }
        lastPress = (report.x, report.y, now)
        return .press
    }
}
