import CNCurses
import Foundation

/// What the terminal can do, found out once.
package struct Capabilities: Sendable {
    /// A way to draw pictures, and why it is there.
    package struct Way: Equatable, Sendable {
        package let style: PictureStyle
        package let reason: String
    }

    /// The terminfo entry to use; may be a better one than TERM names.
    package let name: String
    package let colours: ColourDepth
    /// The best first.
    package private(set) var pictures: [Way] = []
    /// The colour of its ground; nil where it does not tell.
    package private(set) var background: RGB?
    /// Of a character, in pixels; nil where it does not tell.
    package private(set) var cell: PixelSize?
    let isInsideTmux: Bool
    /// What the environment calls the terminal.
    private let program: String?

    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let named = environment["TERM"] ?? "dumb"
        name = try Terminfo.name(for: named, colorterm: environment["COLORTERM"])
        let colours = Int(tigetnum("colors"))
        let isDark = !(environment["NO_COLOR"] ?? "").isEmpty
        self.colours = isDark || colours < 8 ? .none : colours < 256 ? .eight : colours <= 256 ? .palette : .direct
        isInsideTmux = Tmux.isAround(environment)
        let isInside = ["screen", "tmux"].contains { named.hasPrefix($0) } || isInsideTmux
        program = isInside ? nil : environment["LC_TERMINAL"] ?? environment["TERM_PROGRAM"]
        learn(TerminalReplies())
    }

    /// The same, with what the terminal says itself; for programs that do not take it over.
    package static func asked(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws
        -> Capabilities
    {
        var found = try Capabilities(environment)
        found.learn(TerminalReplies(asking: found.name, environment))
        return found
    }

    mutating func learn(_ replies: TerminalReplies) {
        background = replies.background
        cell = PixelSize.ofCell ?? replies.cell
        pictures = pixelWays(replies) + characterWays
    }

    package var pictureMeans: PictureMeans {
        PictureMeans(styles: pictures.map(\.style), cell: cell ?? .usual, usesPlaceholders: isInsideTmux)
    }

    private func pixelWays(_ replies: TerminalReplies) -> [Way] {
        var ways: [Way] = []
        // Inside tmux the colour of a character names the picture.
        if replies.hasGraphics == true, !isInsideTmux || colours >= .palette {
            ways.append(Way(style: .kitty, reason: "it answered kitty's query"))
        }
        let names = ["iTerm2", "iTerm.app", "WezTerm", "mintty"]
        if !isInsideTmux,
            let name = [program, replies.version].compactMap({ $0 }).first(where: { name in
                names.contains { name.hasPrefix($0) }
            })
        {
            ways.append(Way(style: .iterm2, reason: "it is \(name)"))
        }
        if replies.attributes?.contains(4) == true, cell != nil {
            ways.append(Way(style: .sixel, reason: "its device attributes name it"))
        }
        return ways
    }

    private var characterWays: [Way] {
        let plain = Way(style: .shades, reason: "brightness alone")
        let ascii = Way(style: .ascii, reason: "every font has them")
        if name.hasPrefix("vt") { return [ascii, plain] }
        if colours == .none { return [plain, ascii] }
        let halves = Way(style: .halves, reason: "most fonts have them")
        if name.hasPrefix("linux") { return [halves, plain, ascii] }
        return [Way(style: .sextants, reason: "most fonts have them"), halves, plain, ascii]
    }

}

extension PixelSize {
    /// As the system knows the terminal on standard output; nil where it was not told.
    static var ofCell: PixelSize? {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return nil
        }
        return PixelSize(cell: Int(window.ws_xpixel / window.ws_col), Int(window.ws_ypixel / window.ws_row))
    }
}

package enum TerminalError: Error {
    /// TERM names nothing that can move a cursor.
    case unusable(name: String)
    /// Nothing is installed that describes it, nor what it is like.
    case unknown(name: String)
    /// Nothing is installed that describes any terminal.
    case noDescriptions
    case notATerminal
}

extension TerminalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let name): "TERM is \(name), which cannot move a cursor; the explorer needs a terminal that can"
        case .unknown(let name):
            "TERM is \(name), which the system knows nothing of: install its terminfo (the package ncurses-term has many), or "
                + "set TERM to what it is like, such as xterm-256color"
        case .noDescriptions: "no terminfo is installed: the package is ncurses-base"
        case .notATerminal: "standard input and output are not both a terminal"
        }
    }
}

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
