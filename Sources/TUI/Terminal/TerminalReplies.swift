import CNCurses
import Foundation

/// What the terminal has answered so far.
struct TerminalReplies: Equatable, Sendable {
    private(set) var attributes: Set<Int>?
    private(set) var version: String?
    private(set) var background: RGB?
    private(set) var cell: PixelSize?
    private(set) var hasGraphics: Bool?

    /// The last question is answered. Inside tmux the terminal around it may still answer.
    var isComplete: Bool { attributes != nil }

    init() {}

    mutating func take(_ reply: TerminalReply) {
        switch reply {
        case .attributes(let numbers): attributes = attributes ?? Set(numbers)
        case .version(let name): version = version ?? name
        case .background(let colour): background = background ?? colour
        case .cell(let size): cell = cell ?? size
        case .graphics(let isUnderstood): hasGraphics = isUnderstood
        case .other: break
        }
    }
}

extension TerminalReplies {
    /// Asks the terminal outside of curses, and waits for it. Empty where standard input and output are not one, or it
    /// is none to ask. What is typed meanwhile is lost.
    init(asking terminal: String, _ environment: [String: String]) {
        self.init()
        var modes = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, TerminalQuery.isUnderstood(by: terminal),
            tcgetattr(STDIN_FILENO, &modes) == 0
        else { return }
        var quiet = modes
        quiet.c_lflag &= ~tcflag_t(ICANON | ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0 else { return }
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes) }
        TerminalOutput.write(TerminalQuery.bytes(isInsideTmux: Tmux.isAround(environment)))
        var parser = InputParser()
        var buffer = [UInt8](repeating: 0, count: 1024)
        let end = ContinuousClock.now + TerminalQuery.patience
        while !isComplete, TerminalOutput.waitForInput(until: end) {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { return }
            for case .reply(let reply) in parser.take(buffer[..<count]) { take(reply) }
        }
    }
}
