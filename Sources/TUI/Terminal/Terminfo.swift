import CNCurses
import Foundation

/// Which of the system's descriptions of terminals is used.
enum Terminfo {
    /// Terminals that are much newer than the descriptions on many machines, by the beginning of their names, and what they
    /// are compatible with.
    private static let alike: [(beginning: String, names: [String])] = [
        ("xterm-", ["xterm-256color", "xterm"]), ("foot", ["xterm-256color", "xterm"]),
        ("alacritty", ["xterm-256color", "xterm"]), ("wezterm", ["xterm-256color", "xterm"]),
        ("ghostty", ["xterm-256color", "xterm"]), ("kitty", ["xterm-256color", "xterm"]),
        ("contour", ["xterm-256color", "xterm"]), ("rio", ["xterm-256color", "xterm"]),
        ("konsole", ["xterm-256color", "xterm"]), ("vte", ["xterm-256color", "xterm"]),
        ("gnome", ["xterm-256color", "xterm"]), ("iTerm", ["xterm-256color", "xterm"]),
        ("mintty", ["xterm-256color", "xterm"]), ("st-", ["xterm-256color", "xterm"]),
        ("putty", ["xterm-256color", "xterm"]), ("nsterm", ["xterm-256color", "xterm"]),
        ("tmux", ["tmux-256color", "screen-256color", "screen"]), ("screen", ["screen-256color", "screen"]),
        ("rxvt", ["rxvt-unicode-256color", "rxvt"]), ("linux", ["linux", "vt100"]), ("vt", ["vt220", "vt100"]),
    ]

    /// - Parameters:
    ///   - named: what TERM says.
    ///   - exists: whether a description is installed, and can move a cursor; nil where there is none.
    /// - Throws: `TerminalError`
    static func name(
        for named: String, colorterm: String?, exists: (String) -> Bool? = Self.canMoveCursor
    ) throws -> String {
        let own = exists(named)
        if own == false { throw TerminalError.unusable(name: named) }
        let others = own == nil ? alike.first { named.hasPrefix($0.beginning) }?.names ?? [] : []
        let names = ([named] + others).flatMap { [trueColourName($0, colorterm), $0].compactMap { $0 } }
        if let name = names.first(where: { exists($0) == true }) { return name }
        throw exists("xterm") == nil && exists("vt100") == nil
            ? TerminalError.noDescriptions : TerminalError.unknown(name: named)
    }

    /// COLORTERM says that the terminal takes any colour, TERM names its entry with 256: the -direct entry
    /// of the same family says the rest, where it is installed.
    static func trueColourName(_ name: String, _ colorterm: String?) -> String? {
        guard colorterm == "truecolor" || colorterm == "24bit", name.hasSuffix("-256color") else { return nil }
        return name.replacingOccurrences(of: "-256color", with: "-direct")
    }

    /// Makes the description the one in use. What is no description for programs that draw (dumb) is one all the same.
    private static func canMoveCursor(_ name: String) -> Bool? {
        var found: Int32 = 0
        let isUsable = setupterm(name, STDOUT_FILENO, &found) == OK
        // 1: a printer, or one of no use; 0: not there; -1: none at all is there.
        guard isUsable || found == 1 else { return nil }
        return isUsable && clip_capability("cup") != nil
    }
}
