import Foundation
import Testing

/// What people do with an ensemble, in the real program on a real terminal.
@Suite(.serialized) struct PromptsJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    @Test func tenOfEightyAreSwitchedOffAndTheBestAreFound() throws {
        try terminal.openExplorer()
        try terminal.press("p", "j")
        try terminal.wait(for: "imagenet-80")
        try terminal.press("Enter", "2")
        try terminal.wait("figures of all templates") { screen in
            screen.contains { $0.contains("80 of 80 on") } && screen.contains { $0.contains(/[▲▼]0\.\d{4}/) }
                && !screen.contains { $0.contains("figures ") }
        }
        try terminal.press("v", "j", "j", "j", "j", "j", "j", "j", "j", "j")
        try terminal.wait(for: "10 marked")
        try terminal.press("Space")
        try terminal.wait(for: "70 of 80 on")
        try terminal.wait("figures of the others") { screen in
            screen.contains { $0.contains(/○.*[▲▼]0\.\d{4}/) } && !screen.contains { $0.contains("figures ") }
        }
        try terminal.press("F", "f")
        try terminal.wait("the best templates, with both figures") { screen in
            screen.contains { $0.contains("best ") && $0.contains(" reported ") }
                && screen.contains { $0.contains("chosen on") && $0.contains("reported") }
        }
        try terminal.press("Enter")
        try terminal.wait("the set that was found") { screen in
            screen[1].contains("where chosen") && !screen.contains { $0.contains("70 of 80 on") }
        }
        try terminal.press("u")
        try terminal.wait(for: "70 of 80 on")
        try terminal.press("q")
        try terminal.waitForShell()
    }
}
