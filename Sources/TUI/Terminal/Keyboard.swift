import CNCurses
import Foundation

/// Keys, pastes and the mouse, as curses tells them.
struct Keyboard {
    /// Our own numbers for what terminfo does not name, above curses' own.
    private static let sequences: [(bytes: String, code: Int32, key: Key?)] = [
        ("\u{1b}[200~", 1001, nil), ("\u{1b}[201~", 1002, nil), ("\u{1b}[1;5D", 1003, .wordLeft),
        ("\u{1b}[1;5C", 1004, .wordRight), ("\u{1b}[1;3D", 1005, .wordLeft), ("\u{1b}[1;3C", 1006, .wordRight),
        ("\u{1b}b", 1007, .meta("b")), ("\u{1b}f", 1008, .meta("f")), ("\u{1b}d", 1009, .meta("d")),
        ("\u{1b}\u{7f}", 1010, .control("w")),
    ]

    private static let named: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right, KEY_HOME: .home, KEY_END: .end,
        KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_DC: .delete,
        KEY_BTAB: .backTab, KEY_SLEFT: .wordLeft, KEY_SRIGHT: .wordRight,
    ]

    /// Presses on one cell within this are one double press.
    private static let doublePress = Duration.milliseconds(400)
    private var lastPress: (x: Int, y: Int, at: ContinuousClock.Instant)?

    /// What has come of a paste whose end is still to come.
    private var paste: String?

    private(set) var replies = TerminalReplies()
    private var scanner = ReplyScanner()
    /// When what may be the beginning of a reply is taken for what it is.
    private(set) var due: ContinuousClock.Instant?
    private static let replyPatience = Duration.milliseconds(250)

    static func prepare() {
        keypad(clip_stdscr(), true)
        nodelay(clip_stdscr(), true)
        for sequence in sequences { define_key(sequence.bytes, sequence.code) }
        mousemask(clip_press | clip_release | clip_moved | clip_wheel_up | clip_wheel_down, nil)
        mouseinterval(0)
    }

    mutating func events() -> [Event] {
        var events: [Event] = []
        var value: wint_t = 0
        while true {
            let kind = wget_wch(clip_stdscr(), &value)
            guard kind != ERR else { return events + endOfInput() }
            // What waits is waited for anew: another reply's beginning is not late.
            due = nil
            if kind != KEY_CODE_YES {
                events += read(value)
            } else if Int32(bitPattern: value) == KEY_MOUSE {
                events += released() + mouse()
            } else {
                events += released() + [named(Int32(bitPattern: value))].compactMap { $0 }
            }
        }
    }

    /// A character, which may belong to a reply of the terminal.
    private mutating func read(_ value: wint_t) -> [Event] {
        guard paste == nil, let scalar = Unicode.Scalar(value) else { return [typed(value)].compactMap { $0 } }
        switch scanner.take(scalar) {
        case .waiting: return []
        case .typed(let scalars): return scalars.compactMap { typed($0.value) }
        case .reply(let reply):
            replies.take(reply)
            return []
        }
    }

    private mutating func released() -> [Event] {
        scanner.giveUp().compactMap { typed($0.value) }
    }

    /// Curses has waited for what follows an escape; the rest of a reply may be on its way.
    private mutating func endOfInput() -> [Event] {
        guard scanner.isWaiting, !scanner.hasLoneEscape else {
            due = nil
            return released()
        }
        guard let due else {
            due = .now + Self.replyPatience
            return []
        }
        guard ContinuousClock.now >= due else { return [] }
        self.due = nil
        // Two characters are keys; more is what is left of a reply.
        let scalars = scanner.giveUp()
        return scalars.count > 2 ? [] : scalars.compactMap { typed($0.value) }
    }

    private mutating func named(_ code: Int32) -> Event? {
        switch code {
        case 1001:
            paste = ""
            return nil
        case 1002:
            defer { paste = nil }
            return paste.map { .paste($0) }
        default: break
        }
        guard paste == nil else { return nil }
        let key = Self.named[code] ?? Self.sequences.first { $0.code == code }?.key
        return key.map { .key($0) }
    }

    private mutating func typed(_ value: wint_t) -> Event? {
        guard let scalar = Unicode.Scalar(value) else { return nil }
        if paste != nil {
            paste?.unicodeScalars.append(scalar == "\r" ? "\n" : scalar)
            return nil
        }
        switch value {
        case 9: return .key(.tab)
        case 10, 13: return .key(.enter)
        case 27: return .key(.escape)
        case 127: return .key(.backspace)
        case 0..<32:
            let letter = Unicode.Scalar(UInt8(value) + 96)
            return .key(.control(Character(letter)))
        default: return .key(.char(Character(scalar)))
        }
    }

    /// Where a press and its release arrive together, curses says so once, and hands over the newest first.
    private mutating func mouse() -> [Event] {
        var events: [MEVENT] = []
        var event = MEVENT()
        while getmouse(&event) == OK { events.append(event) }
        return events.reversed().compactMap { event in
            kind(of: event).map { .mouse(Mouse($0, x: Int(event.x), y: Int(event.y))) }
        }
    }

    private mutating func kind(of event: MEVENT) -> Mouse.Kind? {
        if event.bstate & clip_press != 0 { return press(Int(event.x), Int(event.y)) }
        if event.bstate & clip_release != 0 { return .release }
        if event.bstate & clip_moved != 0 { return .drag }
        if event.bstate & clip_wheel_up != 0 { return .wheelUp }
        return event.bstate & clip_wheel_down != 0 ? .wheelDown : nil
    }

    private mutating func press(_ x: Int, _ y: Int) -> Mouse.Kind {
        let now = ContinuousClock.now
        if let last = lastPress, last.x == x, last.y == y, now - last.at < Self.doublePress {
            lastPress = nil
            return .doublePress
        }
        lastPress = (x, y, now)
        return .press
    }
}
