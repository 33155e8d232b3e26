import Foundation
import Testing

/// What prompts are worth, in the real program on a real terminal.
@Suite(.serialized) struct LearnJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyFarm()
        try program.write("now.txt", "a photo of a {label}.\n")
        terminal = try Tmux(program, columns: 120)
    }

    private func percent(_ share: Double) -> String {
        share >= 0.9995 ? "100" : String(format: "%.1f", 100 * share)
    }

    @Test func theLearnPageTellsWhatTheCommandsTell() throws {
        try terminal.type("$clipscope --dataset farm --prompts now.txt")
        try terminal.press("Enter")
        try terminal.wait("the accuracy of all images") { $0.count > 2 && Tmux.isComplete($0) }
        try terminal.press("8")
        let screen = try terminal.wait("all figures") {
            Tmux.shows($0, "These prompts are worth", "prompts and cache") && !Tmux.shows($0, "…")
                && !Tmux.shows($0, "fitting")
        }
        let arguments = ["--dataset", "farm", "--prompts", "now.txt", "--json"]
        let curve = try program.run(["fewshot"] + arguments).json()
        let worth = try #require((curve["worth"] as? [String: Any])?["text"] as? String)
        #expect(Tmux.shows(screen, String(worth.dropLast())), "\(worth)")
        for level in try #require(curve["levels"] as? [[String: Any]]) {
            let methods = try #require(level["methods"] as? [[String: Any]])
            let top1 = try #require((methods[0]["top1"] as? [String: Any])?["value"] as? Double)
            let shots = try #require(level["shots"] as? Int)
            #expect(
                screen.contains { $0.contains(" \(shots) ") && $0.contains("a class") && $0.contains(percent(top1)) },
                "\(shots) \(top1)")
        }
        let probe = try program.run(["probe"] + arguments).json()
        for row in try #require(probe["methods"] as? [[String: Any]]) {
            let name = try #require(row["method"] as? String)
            let top1 = try #require(row["top1"] as? Double)
            let words = try #require(
                [
                    "prompts": "prompts alone", "probe": "linear probe", "prompts-and-probe": "prompts and probe",
                    "cache": "prompts and cache", "nearest-mean": "nearest class mean",
                    "neighbours": "nearest neighbours",
                ][name])
            #expect(screen.contains { $0.contains(words) && $0.contains(" \(percent(top1)) ") }, "\(name) \(top1)")
        }

        // The crossing moves while a template is typed; what was fitted stays.
        try terminal.press("Tab", "e", "C-u")
        try terminal.type("nothing")
        try terminal.wait("what other prompts are worth") { Tmux.shows($0, "fewer than 1 labelled images a class") }
        // Out of the line, then out of the prompts.
        try terminal.press("Escape")
        try terminal.settled()
        try terminal.press("Escape")
        try terminal.wait(for: String(worth.dropLast()))
        try terminal.press("Enter")
        let images = try terminal.wait(for: "Images 8 of 16")
        #expect(!Tmux.shows(images, "These prompts"))
        try terminal.press("Escape")
        try terminal.wait(for: "These prompts are worth")
        try terminal.press("q")
        try terminal.waitForShell()
    }
}
