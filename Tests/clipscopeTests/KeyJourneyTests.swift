import Foundation
import Testing

/// Keys and reports as terminals send them, under a TERM that does not tell of them.
@Suite(.serialized) struct KeyJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program, defaultTerminal: "xterm-256color")
    }

    private func leave() throws {
        try terminal.press("q")
        try terminal.waitForShell()
        try terminal.expectClean(status: 0, in: program.folder)
    }

    @Test func homeAndEndMoveInWhatIsBeingTyped() throws {
        try terminal.openExplorer()
        try terminal.press("e", "C-u")
        try terminal.type("middle {label}")
        try terminal.press("Home")
        try terminal.type("first ")
        try terminal.press("End")
        try terminal.type(" last")
        try terminal.wait(for: "first middle {label} last")
        try terminal.press("Enter")
        try terminal.wait(for: "q quit")
        try leave()
    }

    /// Focus, Shift-Enter, function keys, replies late and in pieces: what is being typed stays as it is.
    @Test func reportsDoNothingToWhatIsBeingTyped() throws {
        try terminal.openExplorer()
        try terminal.press("e", "C-u")
        try terminal.type("kept {label}")
        let before = try terminal.settled()
        for sequence in [
            "\u{1b}[I", "\u{1b}[O", "\u{1b}[15~", "\u{1b}[1;2P", "\u{1b}OQ", "\u{1b}[?2026;2$y", "\u{1b}[5n",
        ] {
            try terminal.type(sequence)
        }
        for (first, second) in [
            ("\u{1b}", "]11;rgb:1e1e/1e1e/2e2e\u{1b}\\"), ("\u{1b}]11;rgb:1e1e", "/1e1e/2e2e\u{1b}\\"),
            ("\u{1b}[?62", ";4c"), ("\u{1b}P>|XTe", "rm(379)\u{1b}\\"),
        ] {
            try terminal.type(first)
            Thread.sleep(forTimeInterval: 0.05)
            try terminal.type(second)
        }
        #expect(try terminal.settled() == before)
        // Shift-Enter is Enter.
        try terminal.type("\u{1b}[13;2u")
        try terminal.wait("the end of the edit") { $0.last { !$0.isEmpty }?.contains("q quit") ?? false }
        #expect(try terminal.screen.contains { $0.contains("kept {label}") })
        try terminal.type("\u{1b}[I\u{1b}[O")
        try terminal.settled()
        #expect(try terminal.screen.contains { $0.contains("1 of 1 on") })
        try leave()
    }

    @Test func severalPastedLinesAreAskedAbout() throws {
        try terminal.openExplorer()
        try terminal.press("Tab")
        try terminal.type("\u{1b}[200~a sketch of {label}\ra toy {label}\r\u{1b}[201~")
        try terminal.wait(for: "Paste 2 lines?")
        try terminal.press("Enter")
        try terminal.wait("three templates") { Tmux.shows($0, "3 of 3 on", "a sketch of {label}", "a toy {label}") }
        try leave()
    }

    @Test func theQuitKeyEndsLikeOtherSignalsAndCtrlSDoesNotStopTheScreen() throws {
        try terminal.openExplorer()
        try terminal.press("C-s", "?")
        try terminal.wait(for: "What am I looking at?")
        try terminal.press("C-\\")
        try terminal.waitForShell()
        try terminal.expectClean(status: 131, in: program.folder)
    }

    @Test(arguments: ["xterm-kitty", "foot", "xterm-ghostty", "tmux-direct", "screen.xterm-256color"])
    func aTerminalWithoutItsTerminfoIsUsedAllTheSame(_ name: String) throws {
        try terminal.run("export TERM=\(name) TERMINFO_DIRS=/lib/terminfo; unset COLORTERM; clear")
        try terminal.openExplorer()
        try leave()
    }

    @Test func aTerminalThatNobodyKnowsNamesThePackage() throws {
        #expect(try terminal.run("clear; TERM=nonsense $clipscope --dataset zoo 2> messages") == 1)
        let messages = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8)
        #expect(messages.hasPrefix("clipscope: TERM is nonsense, which the system knows nothing of: install "))
        #expect(messages.contains("ncurses-term") && messages.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["zoo/feline/p.jpg", "zoo/dataset.toml", "zoo/labels.csv"])
    func aNamedPipeIsNotWaitedFor(_ path: String) throws {
        try terminal.run("mkfifo \(path); clear")
        try terminal.type("$clipscope --dataset zoo")
        try terminal.press("Enter")
        // What cannot be read is left out or told; the end comes either way.
        try terminal.wait("the explorer, or its last word") { screen in
            screen.contains { $0.contains("clipscope: ") || $0.contains("is a named pipe") }
                || screen.count > 2 && Tmux.isComplete(screen)
        }
        if try terminal.value(of: "alternate_on") == "1" { try terminal.press("q") }
        try terminal.waitForShell()
        #expect(try terminal.run("clear; $clipscope eval --dataset zoo --no-history > report 2> messages; true") == 0)
    }
}
