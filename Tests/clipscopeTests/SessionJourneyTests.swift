import Foundation
import Testing

@testable import Model

/// What was done in the explorer is found again by the next one.
@Suite(.serialized) struct SessionJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    private var state: URL { program.folder.appending(path: ".local/state/clipscope") }

    @discardableResult
    private func open(_ arguments: String = "") throws -> [String] {
        try terminal.type("clear; $clipscope \(arguments)")
        try terminal.press("Enter")
        try terminal.wait("the accuracy of all images") { screen in
            screen.count > 2 && screen[1].contains(/top-1 +[0-9]/) && !screen[1].contains("…")
                && !screen[1].contains("embedding")
        }
        return try terminal.settled()
    }

    private func quit() throws {
        try terminal.press("q")
        try terminal.waitForShell()
    }

    @Test func changedPromptsFilterAndImageAreFoundAgain() throws {
        try open("--dataset zoo")
        try terminal.press("/")
        try terminal.type("owl")
        try terminal.press("Enter", "j", "a")
        try terminal.wait(for: "editing")
        try terminal.press("C-u")
        try terminal.type("my own {label}")
        try terminal.press("Enter")
        try terminal.wait("two templates") { Tmux.shows($0, "2 of 2 on", "my own {label}", "a photo of •") }
        let before = try terminal.settled()
        try quit()
        // Without --dataset it is the last one.
        let after = try open()
        #expect(
            after[0].contains("zoo") && Tmux.shows(after, "my own {label}", "2 of 2 on", "of 6 · /owl", "a photo of •"))
        let selected = try #require(before.first { $0.hasPrefix("▸") })
        #expect(after.contains { $0.hasPrefix(selected.prefix(20)) })
        try quit()
        let fresh = try open("--dataset zoo --fresh")
        #expect(Tmux.shows(fresh, "1 of 1 on", "Images 6") && !Tmux.shows(fresh, "•"))
        try terminal.press("p", "j")
        try terminal.wait(for: "as left ")
        try terminal.press("Escape")
        try quit()
        #expect(Tmux.shows(try open("--dataset zoo"), "my own {label}", "2 of 2 on"))
        try quit()
    }

    @Test func aHangUpWhileTypingLosesNothing() throws {
        try open("--dataset zoo")
        try terminal.press("e", "C-u")
        try terminal.type("half a templ")
        try terminal.wait(for: "no {label}: the same for every class")
        kill(try terminal.child(), SIGHUP)
        try terminal.waitForShell()
        #expect(Tmux.shows(try open(), "half a templ"))
        try quit()
    }

    @Test func aSavedSetIsFoundWithItsVersions() throws {
        try open("--dataset zoo")
        try terminal.press("S", "C-u")
        try terminal.type("best")
        try terminal.press("Enter")
        try terminal.wait(for: "saved best, version 1")
        try terminal.press("S", "Enter")
        try terminal.wait(for: "best is unchanged since version 1")
        try terminal.press("Tab", "y", "S", "Enter")
        try terminal.wait(for: "saved best, version 2")
        try quit()
        #expect(try program("history", "sets").output.contains(#/best +2 .*\nbest +1 /#))
        try open("--dataset zoo --fresh")
        try terminal.press("p", "j")
        try terminal.wait("the saved set") {
            Tmux.shows($0, "best", "v2 20") || Tmux.shows($0, "best", "version 2, 20")
        }
        try terminal.press("j", "v")
        try terminal.wait(for: "Versions of best")
        try terminal.press("j", "Enter")
        try terminal.wait("the first version") { Tmux.shows($0, "1 of 1 on", "best •") }
        try quit()
    }

    @Test func whatIsGoneIsOneLine() throws {
        try open("--dataset zoo")
        try quit()
        try FileManager.default.removeItem(at: program.folder.appending(path: "zoo"))
        try terminal.type("clear; $clipscope")
        try terminal.press("Enter")
        try terminal.wait(for: "zoo, the last dataset, is gone: this is the sample")
        try quit()
    }

    @Test func withADamagedHistoryItSaysSoAndGoesOn() throws {
        let damaged = Data(repeating: 0x41, count: 9000)
        let file = try program.write(".local/state/clipscope/history.sqlite", damaged)
        try terminal.type("clear; $clipscope --dataset zoo")
        try terminal.press("Enter")
        try terminal.wait(for: "nothing is recorded")
        try terminal.press("Tab", "Space")
        try terminal.wait(for: "no template is on")
        // What was changed is kept nowhere, so that leaving asks.
        try terminal.press("q")
        try terminal.wait(for: "Leave clipscope?")
        try quit()
        #expect(try Data(contentsOf: file) == damaged)
    }

    @Test func twoAtOnceKeepWhatTheySave() throws {
        let other = try Tmux(program)
        for terminal in [terminal, other] {
            try terminal.type("$clipscope --dataset zoo")
            try terminal.press("Enter")
        }
        for (terminal, name) in [(terminal, "mine"), (other, "yours")] {
            try terminal.wait(for: "top-1")
            try terminal.press("S", "C-u")
            try terminal.type(name)
            try terminal.press("Enter")
            try terminal.wait(for: "saved \(name), version 1")
        }
        for terminal in [terminal, other] { try terminal.press("q") }
        try terminal.waitForShell()
        #expect(Set(try History(directory: state).newestSets().map(\.name)) == ["mine", "yours"])
    }
}
