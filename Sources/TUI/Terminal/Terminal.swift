import CCrash
import CNCurses
import Foundation

/// The terminal, while the program has it: draws canvases, and reads what people do.
final class Terminal {
    private(set) var capabilities: Capabilities
    private var pairs: ColourPairs
    private var pixels: PixelScreen
    private var shown: Canvas?
    private var theme: Theme?
    private var inks: [Style: (attributes: attr_t, pair: Int32)] = [:]
    private var keyboard = Keyboard()
    /// What was typed while the terminal was waited for.
    private var early: [Event] = []
    private let asked = ContinuousClock.now
    /// When the terminal around tmux is asked again.
    private var repeats: ArraySlice<ContinuousClock.Instant> = []

    init(_ capabilities: Capabilities) throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.notATerminal }
        self.capabilities = capabilities
        pixels = PixelScreen(isInsideTmux: capabilities.isInsideTmux, colours: capabilities.colours)
        setlocale(LC_ALL, "")
        if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
        guard clip_open_screen(capabilities.name) == OK else {
            throw TerminalError.unusable(name: capabilities.name)
        }
        cbreak()
        noecho()
        nonl()
        Self.takeEveryKey()
        // Cells that move along their line would take a picture's pixels with them.
        idcok(clip_stdscr(), false)
        if capabilities.colours > .none {
            start_color()
            use_default_colors()
        }
        pairs = ColourPairs(limit: Int(clip_color_pairs()))
        curs_set(0)
        Self.report(true)
        ask()
    }

    /// On the alternate screen, for some print what they do not know; the first drawing clears it.
    private func ask() {
        guard TerminalQuery.isUnderstood(by: capabilities.name) else { return }
        refresh()
        TerminalOutput.write(TerminalQuery.bytes(isInsideTmux: capabilities.isInsideTmux))
        clip_repaint()
        if capabilities.isInsideTmux { repeats = TerminalQuery.repeats.map { .now + $0 }[...] }
    }

    private func askAgain() {
        if keyboard.replies.hasGraphics != nil { repeats = [] }
        guard let next = repeats.first, .now >= next else { return }
        repeats.removeFirst()
        TerminalOutput.write(TerminalQuery.outside)
    }

    /// Returns once the terminal has answered, or has not for too long. What it answers later is taken then.
    func awaitReplies() {
        guard TerminalQuery.isUnderstood(by: capabilities.name) else { return }
        let end = asked + TerminalQuery.patience
        repeat { early = events() } while !keyboard.replies.isComplete && TerminalOutput.waitForInput(until: end)
    }

    /// Gives the terminal back.
    func close() {
        TerminalOutput.write(pixels.clear())
        Self.report(false)
        curs_set(1)
        endwin()
    }

    /// Ctrl-Z: gives the terminal back and stops the process; returns when the process goes on. The next drawing takes
    /// the terminal again.
    func suspend() {
        close()
        clip_crash_suspend()
        resume()
    }

    /// Takes the terminal again: the shell may have had it, and left it in its own modes, while the process was stopped.
    func resume() {
        reset_prog_mode()
        curs_set(0)
        repaint()
    }

    private static func report(_ isOn: Bool) {
        TerminalOutput.write(isOn ? Keyboard.reports : Keyboard.silence)
    }

    /// Ctrl-S would stop the output, and with it the program.
    private static func takeEveryKey() {
        var modes = termios()
        guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
        modes.c_iflag &= ~tcflag_t(IXON)
        tcsetattr(STDIN_FILENO, TCSANOW, &modes)
        def_prog_mode()
    }

    /// Nobody is there any more who could type.
    var isClosed: Bool { keyboard.isClosed }

    var size: Size { Size(columns: Int(clip_columns()), rows: Int(clip_lines())) }

    /// After SIGWINCH or SIGCONT: asks for the size anew.
    func measure() -> Size {
        var window = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 {
            if Int(window.ws_row) != size.rows || Int(window.ws_col) != size.columns {
                resizeterm(Int32(window.ws_row), Int32(window.ws_col))
                // Terminals do as they like with the pixels of a screen that changes its size.
                if !pixels.shown.isEmpty { repaint() }
            }
        }
        capabilities.learn(keyboard.replies)
        shown = nil
        return size
    }

    /// Forgets what is on the screen, so that the next drawing puts everything.
    func repaint() {
        shown = nil
        TerminalOutput.write(pixels.clear())
        clip_repaint()
        Self.report(true)
    }

    /// Everything typed or clicked since the last call; never waits.
    func events() -> [Event] {
        defer { early = [] }
        let before = keyboard.replies
        let events = early + keyboard.events()
        if keyboard.replies != before { capabilities.learn(keyboard.replies) }
        askAgain()
        return events
    }

    /// When `events` has to be called even if nothing comes.
    var due: ContinuousClock.Instant? { [keyboard.due, repeats.first].compactMap { $0 }.min() }

    func draw(_ canvas: Canvas, theme: Theme) {
        if theme != self.theme {
            self.theme = theme
            inks = [:]
            shown = nil
            pairs.reset()
        }
        if !put(canvas, theme) {
            inks = [:]
            shown = nil
            pairs.reset()
            _ = put(canvas, theme)
        }
        shown = canvas
        let change = pixels.show(canvas.shownPictures)
        TerminalOutput.write(change.before)
        for rows in change.rows { wredrawln(clip_stdscr(), Int32(rows.lowerBound), Int32(rows.count)) }
        if let cursor = canvas.cursor {
            move(Int32(cursor.y), Int32(cursor.x))
        } else {
            move(Int32(max(0, canvas.size.rows - 1)), 0)
        }
        refresh()
        TerminalOutput.write(change.after)
    }

    /// Puts the cells that differ from what is shown.
    /// - Returns: false when the colour pairs ran out.
    private func put(_ canvas: Canvas, _ theme: Theme) -> Bool {
        let size = self.size
        for cell in canvas.changes(from: shown) where cell.y < size.rows && cell.x < size.columns {
            guard let ink = ink(cell.cell.style, theme) else { return false }
            var text = cell.cell.text.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
            text.append(0)
            clip_put_cell(Int32(cell.y), Int32(cell.x), text, ink.attributes, ink.pair)
        }
        return true
    }

    private func ink(_ style: Style, _ theme: Theme) -> (attributes: attr_t, pair: Int32)? {
        if let known = inks[style] { return known }
        let ink = theme.ink(style, depth: capabilities.colours)
        guard let pair = pairs.number(ink.foreground, ink.background) else { return nil }
        var attributes = clip_normal
        if ink.attributes.contains(.bold) { attributes |= clip_bold }
        if ink.attributes.contains(.dim) { attributes |= clip_dim }
        if ink.attributes.contains(.underline) { attributes |= clip_underline }
        if ink.attributes.contains(.reverse) { attributes |= clip_reverse }
        inks[style] = (attributes, pair)
        return (attributes, pair)
    }
}

/// Curses wants a number for each pair of colours, and has only so many.
struct ColourPairs {
    private struct Pair: Hashable {
        let foreground: Int
        let background: Int
    }

    private var numbers: [Pair: Int32] = [:]
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: nil when all pairs are taken.
    mutating func number(_ foreground: Int, _ background: Int) -> Int32? {
        if foreground < 0 && background < 0 { return 0 }
        let pair = Pair(foreground: foreground, background: background)
        if let number = numbers[pair] { return number }
        guard numbers.count + 1 < limit else { return nil }
        let number = Int32(numbers.count + 1)
        guard init_extended_pair(number, Int32(foreground), Int32(background)) == OK else { return 0 }
        numbers[pair] = number
        return number
    }

    /// Forgets all pairs; every cell has to be put again.
    mutating func reset() {
        numbers = [:]
        reset_color_pairs()
    }
}
