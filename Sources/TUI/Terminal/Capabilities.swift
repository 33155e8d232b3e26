import CNCurses
import Foundation

/// What the terminal can do, found out once.
package struct Capabilities: Sendable {
    /// The terminfo entry to use; may be a better one than TERM names.
    package let name: String
    package let colours: ColourDepth
    package let pictures: PictureStyle
    /// The colour of its ground; nil where it does not tell.
    package private(set) var background: RGB?
    /// Of a character, in pixels; nil where it does not tell.
    package private(set) var cell: PixelSize?
    let isInsideTmux: Bool

    package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let named = environment["TERM"] ?? "dumb"
        let wanted = Self.trueColourName(named, environment["COLORTERM"])
        name = try [wanted, named].compactMap { $0 }.first { Self.exists($0) } ?? Self.fail(named)
        let colours = Int(tigetnum("colors"))
        let isDark = !(environment["NO_COLOR"] ?? "").isEmpty
        self.colours = isDark || colours < 8 ? .none : colours < 256 ? .eight : colours <= 256 ? .palette : .direct
        let hasFewGlyphs = name.hasPrefix("linux") || name.hasPrefix("vt")
        pictures = self.colours == .none ? .shades : hasFewGlyphs ? .halfBlocks : .sextants
        isInsideTmux = Tmux.isAround(environment)
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
        cell = replies.cell
    }

    /// COLORTERM says that the terminal takes any colour, TERM names its entry with 256: the -direct entry
    /// of the same family says the rest, where it is installed.
    static func trueColourName(_ name: String, _ colorterm: String?) -> String? {
        guard colorterm == "truecolor" || colorterm == "24bit", name.hasSuffix("-256color") else { return nil }
        return name.replacingOccurrences(of: "-256color", with: "-direct")
    }

    private static func exists(_ name: String) -> Bool {
        var error: Int32 = 0
        return setupterm(name, STDOUT_FILENO, &error) == OK && clip_capability("cup") != nil
    }

    private static func fail(_ name: String) throws -> String { throw TerminalError.unusable(name: name) }
}

package enum TerminalError: Error {
    /// TERM names nothing that can move a cursor.
    case unusable(name: String)
    case notATerminal
}

extension TerminalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unusable(let name): "TERM is \(name), which cannot move a cursor; the explorer needs a terminal that can"
        case .notATerminal: "standard input and output are not both a terminal"
        }
    }
}
