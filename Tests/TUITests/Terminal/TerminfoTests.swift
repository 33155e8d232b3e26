import Testing

@testable import TUI

@Suite struct TerminfoTests {
    /// As Debian's ncurses-base has them.
    private let installed = [
        "ansi", "dumb", "linux", "rxvt", "rxvt-unicode-256color", "screen", "screen-256color", "tmux", "tmux-256color",
        "vt100", "vt220", "xterm", "xterm-256color", "xterm-color",
    ]

    private func name(_ term: String, colorterm: String? = nil, beside: [String] = []) throws -> String {
        try Terminfo.name(for: term, colorterm: colorterm) { name in
            (installed + beside).contains(name) ? name != "dumb" : nil
        }
    }

    @Test(arguments: [
        ("xterm-256color", "xterm-256color"), ("xterm-kitty", "xterm-256color"), ("foot", "xterm-256color"),
        ("foot-extra", "xterm-256color"), ("xterm-ghostty", "xterm-256color"), ("alacritty", "xterm-256color"),
        ("wezterm", "xterm-256color"), ("konsole-256color", "xterm-256color"), ("st-256color", "xterm-256color"),
        ("tmux-direct", "tmux-256color"), ("screen.xterm-256color", "screen-256color"), ("vt320", "vt220"),
        ("rxvt-256color", "rxvt-unicode-256color"), ("linux-16color", "linux"),
    ])
    func aTerminalWithoutItsTerminfoIsWhatItIsCompatibleWith(_ term: String, _ expected: String) throws {
        #expect(try name(term) == expected)
    }

    @Test func colortermIsHeededForWhatStandsIn() throws {
        #expect(try name("xterm-kitty", colorterm: "truecolor", beside: ["xterm-direct"]) == "xterm-direct")
        #expect(try name("xterm-kitty", colorterm: "truecolor") == "xterm-256color")
        #expect(try name("xterm-kitty", beside: ["xterm-kitty"]) == "xterm-kitty")
    }

    @Test(arguments: ["nonsense", "", "../../etc/passwd", "adm3a"])
    func whatNobodyKnowsNamesThePackage(_ term: String) throws {
        #expect(throws: TerminalError.self) { try name(term) }
        do {
            _ = try name(term)
        } catch {
            #expect("\(error)".contains("ncurses-term") && !"\(error)".contains("cannot move a cursor"))
        }
    }

    @Test func whatIsThereAndCannotMoveItsCursorSaysSo() throws {
        do {
            _ = try name("dumb")
            Issue.record("dumb is usable")
        } catch {
            #expect("\(error)".contains("cannot move a cursor"))
        }
    }

    @Test func withoutAnyTerminfoThatIsSaid() {
        do {
            _ = try Terminfo.name(for: "xterm", colorterm: nil) { _ in nil }
            Issue.record("found")
        } catch {
            #expect("\(error)".contains("ncurses-base"))
        }
    }
}
