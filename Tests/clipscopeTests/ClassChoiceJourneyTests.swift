import Foundation
import Testing

@testable import Model

/// Classes are hidden and added in the real program, saved, and found again.
@Suite(.serialized) struct ClassChoiceJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        // Both owls are taken for felines, and the cat, being called an owl, for a flower.
        try program.write("bad.toml", "templates = [\"a photo of a {label}.\"]\n[labels]\nfeline = [\"owl\"]\n")
        terminal = try Tmux(program, columns: 120)
    }

    private func isFinished(_ screen: [String]) -> Bool {
        screen.count > 2 && screen[1].contains(/top-1 +[0-9]/) && !screen[1].contains("…")
    }

    @Test func aClassIsHiddenAndOneAddedAndBothAreFoundAgain() throws {
        try terminal.openExplorer("--prompts bad.toml")
        try terminal.press("2", "Tab")
        let before = try terminal.wait("the class names") { screen in
            screen.contains { $0.contains("Class names 3") } && isFinished(screen)
        }
        let whole = try program("eval", "--dataset", "zoo", "--prompts", "bad.toml", "--json").json()
        let top1 = try #require(whole["top1"] as? Double)
        #expect(Tmux.top1(before) == String(format: "%.1f", 100 * top1) && top1 < 1)
        try terminal.press("x")
        let hidden = try terminal.wait("the accuracy without felines") {
            isFinished($0) && $0[1].contains("not counted")
        }
        #expect(Tmux.top1(hidden) == "100" && hidden[1].contains("1 of 6 images is of a hidden class"))
        #expect(hidden.contains { $0.contains("Class names 2, 1 hidden") })
        try terminal.press("u")
        try terminal.wait("the accuracy as it was") {
            isFinished($0) && Tmux.top1($0) == Tmux.top1(before) && $0[1].contains("undone: hide feline")
        }
        try terminal.press("C-r", "a")
        try terminal.wait(for: "editing")
        try terminal.type("none of these")
        try terminal.press("Enter")
        try terminal.wait("the added class") { screen in
            isFinished(screen) && screen.contains { $0.contains("Class names 3, 1 hidden, 1 added") }
                && screen.contains { $0.contains(/none of these +none of these .* image.? as it/) }
        }
        try terminal.press("S", "C-u")
        try terminal.type("mine")
        try terminal.press("Enter")
        try terminal.wait(for: "saved mine, version 1")
        try terminal.press("q")
        try terminal.waitForShell()

        let saved = try History(directory: program.folder.appending(path: ".local/state/clipscope")).savedSet("mine")
        #expect(try saved.promptSet.hidden == ["feline"] && saved.promptSet.added == ["none of these"])
        let json = try program("eval", "--dataset", "zoo", "--prompts", "mine", "--json").json()
        #expect((json["not_counted"] as? Int, json["classes"] as? Int) == (1, 3))

        try terminal.openExplorer()
        try terminal.press("2", "Tab")
        try terminal.wait("the classes as they were left") { screen in
            isFinished(screen) && screen[1].contains("not counted")
                && screen.contains { $0.contains("Class names 3, 1 hidden, 1 added") }
                && screen.contains { $0.contains(/none of these +none of these .* image.? as it/) }
        }
        try terminal.press("q")
        try terminal.waitForShell()
    }
}
