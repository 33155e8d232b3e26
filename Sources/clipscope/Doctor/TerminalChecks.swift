import Foundation
import Model
import TUI

/// What the explorer needs of the terminal.
struct TerminalChecks {
    let environment: [String: String]

    var all: [Check] { [terminal, pictures, locale, size].compactMap { $0 } }

    private var terminal: Check {
        let name = environment["TERM"] ?? ""
        guard !name.isEmpty else {
            return .warning("terminal", "TERM is not set", advice: "export TERM=xterm-256color, or what yours is")
        }
        do {
            let found = try Capabilities(environment)
            let colours =
                switch found.colours {
                case .none: "no colours"
                case .eight: "8 colours"
                case .palette: "256 colours"
                case .direct: "true colour"
                }
            let entry = found.name == name ? "" : " (used as \(found.name))"
            let line = "TERM \(name)\(entry), \(colours)"
            if (environment["NO_COLOR"] ?? "").isEmpty, found.colours < .palette {
                return .warning(
                    "terminal", line, advice: "pictures need 256 colours: try TERM=xterm-256color if yours has them")
            }
            return .ok("terminal", line)
        } catch {
            return .warning(
                "terminal", message(of: error),
                advice: "the explorer cannot run here; apt-get install ncurses-term, or another TERM")
        }
    }

    /// Nil where there is no terminal to draw on.
    private var pictures: Check? {
        guard Screen.outputIsTerminal, let found = try? Capabilities.asked(environment), let best = found.pictures.first
        else { return nil }
        let others = found.pictures.dropFirst().map(\.style.rawValue)
        let facts = [
            found.cell.map { "a character is \($0.width)x\($0.height) pixels" },
            found.background.map { "on \($0.hex)" },
        ]
        let line = "\(best.style.title), for \(best.reason); also \(others.joined(separator: ", "))"
        return .ok("pictures", ([line] + facts.compactMap { $0 }).joined(separator: "; "))
    }

    private var locale: Check {
        Screen.isUnicode(environment)
            ? .ok("locale", "UTF-8")
            : .warning("locale", "is not UTF-8: bars are drawn in ASCII", advice: "export LANG=C.UTF-8")
    }

    private var size: Check? {
        guard let size = Screen.size() else {
            return .ok("size", "standard output is not a terminal: explore prints the report instead")
        }
        let text = "\(size.columns)x\(size.rows)"
        return size.columns < 80 || size.rows < 24
            ? .warning("size", text, advice: "the explorer is made for 80x24 and more") : .ok("size", text)
    }
}
