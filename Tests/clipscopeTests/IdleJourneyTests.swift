import Foundation
import Testing

/// An explorer that nobody touches sleeps, whatever it has to show.
@Suite(.serialized) struct IdleJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    private func open(_ arguments: String, until text: String) throws {
        try terminal.type("$clipscope \(arguments)")
        try terminal.press("Enter")
        try terminal.wait(for: text)
    }

    private func quit() throws {
        try terminal.press("q")
        try terminal.waitForShell()
        try terminal.expectClean(status: 0, in: program.folder)
    }

    @Test func withEverythingKnownItSleeps() throws {
        try terminal.openExplorer()
        try terminal.expectIdle("the zoo")
        try quit()
    }

    @Test func withoutLabelsItSleeps() throws {
        try program.copyPhotos(["bare/a.jpg": "animals/cat.jpg", "bare/b.jpg": "animals/owl.jpg"])
        try open("--dataset bare", until: "320×240 · jpeg")
        try terminal.expectIdle("a folder without labels")
        try quit()
    }

    @Test func withNoTemplateOnItSleepsAlsoWhenImagesComeLater() throws {
        try open("--dataset zoo", until: "1 of 1 on")
        try terminal.press("Tab", "Space")
        try terminal.wait(for: "0 of 1 on")
        try terminal.expectIdle("no template on")
        try terminal.press("q")
        try terminal.waitForShell()
        // Now they are off before the first image is embedded.
        try program.copyPhotos(["zoo/feline/another.jpg": "animals/owl.jpg"])
        try terminal.type("clear")
        try terminal.press("Enter")
        try open("", until: "0 of 1 on")
        try terminal.expectIdle("no template on from the start")
        try quit()
    }

    /// A model whose text tower is damaged: whatever is asked of it fails.
    @Test func onEveryPageOfAModelThatCannotAnswerItSleeps() throws {
        try copyModel(to: program, breaking: "text_projection")
        try open("--dataset zoo --model model", until: "text_projection holds values that are no numbers")
        for page in ["2", "3", "4", "5", "6", "1"] {
            try terminal.press(page)
            try terminal.settled()
            try terminal.expectIdle("page \(page)")
        }
        try quit()
    }

    @Test func aPageThatWaitsForAnAnswerThatFailedSleeps() throws {
        try terminal.openExplorer()
        // A is to be evaluated by a model that cannot be read.
        try program.write("hub/models--acme--broken/snapshots/\(HubServer.commit)/config.json", "{}")
        try program.write("hub/models--acme--broken/snapshots/\(HubServer.commit)/model.safetensors", "none")
        try terminal.press("5", "c")
        try terminal.settled()
        try terminal.press("Tab", "j", "Enter")
        try terminal.settled()
        try terminal.expectIdle("compare")
        try terminal.press("Escape", "Escape", "Escape")
        try terminal.settled()
        try quit()
    }

    @Test func withoutFocusItSleeps() throws {
        try terminal.openExplorer()
        for sequence in ["\u{1b}[I", "\u{1b}[O"] {
            try terminal.type(sequence)
            try terminal.expectIdle("focus \(sequence.last!)")
        }
        try quit()
    }
}
