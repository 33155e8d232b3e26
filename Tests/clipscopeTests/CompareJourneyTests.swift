import Foundation
import Testing

/// Comparing, calibrating, and files by path, in the real program on a real terminal.
@Suite(.serialized) struct CompareJourneyTests {
    let program: Program
    let terminal: Tmux
    private let hub = ["HF_HUB_CACHE": "hub"]

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write("now.txt", "a photo of a {label}.\n")
        try program.write("bad.txt", "a {} or something else.\n")
        terminal = try Tmux(program, columns: 120)
    }

    private func open() throws {
        try terminal.type("HF_HUB_CACHE=hub $clipscope --dataset zoo --prompts now.txt")
        try terminal.press("Enter")
        try terminal.wait("the accuracy of all images") { $0.count > 2 && Tmux.isComplete($0) }
        try terminal.press("5")
        try terminal.wait(for: "A and B are right on the same images")
    }

    /// The figures on the page are those that `clipscope compare` tells.
    private func expectFigures(on screen: [String], like sides: String...) throws {
        let result = try program.run(["compare", "--dataset", "zoo", "--json"] + sides, environment: hub)
        let json = try result.json()
        for (name, key) in [
            ("top-1", "top1"), ("class mean", "mean_per_class"), ("calibration error", "ece"),
        ] {
            let row = try #require(json[key] as? [String: Any])
            guard let interval = row["interval"] as? [Double] else {
                // So few images give the calibration error no interval.
                #expect(key == "ece")
                continue
            }
            let wanted = [row["a"] as? Double, row["b"] as? Double, interval[0], interval[1]].map { 100 * ($0 ?? .nan) }
            let line = try #require(screen.first { $0.hasPrefix(" \(name)") && $0.contains(" to ") }, "\(screen)")
            let numbers = line.dropFirst(name.count + 1).replacing("−", with: "-").matches(of: /-?\d+(\.\d)?/)
                .compactMap { Double($0.0) }
            // A, B, their difference without its sign, the interval.
            #expect(numbers.count >= 5, "\(line)")
            for (found, number) in zip([numbers[0], numbers[1], numbers[3], numbers[4]], wanted) {
                #expect(abs(found - number) < 0.051, "\(line) against \(wanted)")
            }
        }
        let test = try #require(json["mcnemar"] as? [String: Double])
        let counts = "only B right \(Int(test["only_b"]!)), only A right \(Int(test["only_a"]!))"
        #expect(screen.contains { $0.contains(counts) || $0.contains("right on the same images") }, "\(counts)")
    }

    private func intervals(_ screen: [String]) -> Bool {
        screen.contains { $0.hasPrefix(" top-1") && $0.contains(" to ") }
    }

    @Test func theLeaderboardIsThatOfTheCommand() throws {
        try terminal.openExplorer()
        try terminal.press("7")
        let screen = try terminal.wait("all sets ranked") {
            Tmux.shows($0, "Prompt sets", "as it is now") && !Tmux.shows($0, "ranking")
        }
        let json = try program("leaderboard", "--dataset", "zoo", "--json").json()
        let rows = try #require(json["rows"] as? [[String: Any]])
        // Sets that say the same share a line there.
        #expect(Tmux.shows(screen, "also"))
        for row in rows.prefix(5) {
            let name = try #require(row["prompts"] as? String)
            let figures = ["top1", "log_loss"].compactMap { (row[$0] as? [String: Any])?["value"] as? Double }
            let top1 = figures[0] >= 0.9995 ? "100" : String(format: "%.1f", 100 * figures[0])
            let loss = String(format: "%.3f", figures[1])
            #expect(
                screen.contains { $0.contains(name) && $0.contains(" \(top1) ") && $0.contains(loss) },
                "\(name) \(top1) \(loss)")
        }
        try terminal.press("q")
        try terminal.waitForShell()
    }

    @Test func aSavedRunAndAnotherModelAreComparedWithThePrompts() throws {
        try program.copyTower("hugging-face", as: "models--acme--tiny", below: "hub")
        #expect(try program("eval", "--dataset", "zoo", "--prompts", "bad.txt", "--run", "saved.json").status == 0)
        try open()
        try terminal.press("c", "o")
        try terminal.type("sav")
        try terminal.press("Tab")
        try terminal.wait(for: "saved.json")
        try terminal.press("Enter")
        let saved = try terminal.wait("the saved run") { screen in
            screen.contains { $0.contains("6 of 6 images compared") } && intervals(screen)
        }
        try expectFigures(on: saved, like: "--a", "saved.json", "--b", "now.txt")

        // Its prompts give way to those on the screen.
        try terminal.press("c", "Tab")
        try terminal.wait(for: "acme/tiny")
        try terminal.press("j", "Enter")
        let other = try terminal.wait("the other model") { screen in
            screen.contains { $0.contains("A now") && $0.contains("acme/tiny") } && intervals(screen)
        }
        try expectFigures(on: other, like: "--a", "now.txt", "--b", "now.txt", "--model-a", "acme/tiny")
        try terminal.press("d")
        try terminal.wait(for: "taken for")
        try terminal.press("Enter")
        try terminal.wait(for: "B     A")
        try terminal.press("Escape", "Escape")
        try terminal.wait(until: intervals)

        // What eval left in the history.
        try terminal.press("c", "Tab", "Tab")
        try terminal.wait(for: "run    1")
        try terminal.press("End", "Enter")
        let recorded = try terminal.wait("the recorded run") { screen in
            screen.contains { $0.contains("A bad · run 1") } && intervals(screen)
        }
        try expectFigures(on: recorded, like: "--a", "run:1", "--b", "now.txt")
        try terminal.press("q")
        try terminal.waitForShell()
    }

    @Test func aTemperatureIsTriedAndABinsImagesAreOpened() throws {
        try open()
        try terminal.press("6")
        let shown = try terminal.wait("the whole page") { screen in
            screen.contains { $0.contains("Reliability") } && screen.contains { $0.hasPrefix("▸ 93") }
                && screen.contains { $0.contains(#/(fitted|no fit)  /#) && !$0.contains("…") }
        }
        let json = try program("calibrate", "--dataset", "zoo", "--prompts", "now.txt", "--json").json()
        let error = String(format: "%.1f", 100 * (try #require(json["ece"] as? Double)))
        #expect(shown.contains { $0.contains("ECE \(error) · 6 images") })
        let temperatures = try #require(json["temperatures"] as? [[String: Any]])
        for temperature in temperatures {
            let loss = String(format: "%.3f", try #require(temperature["nll"] as? Double))
            let value = String(format: "%.4f", try #require(temperature["temperature"] as? Double))
            #expect(shown.contains { $0.contains(value) && $0.contains(loss) }, "\(temperature)")
        }
        try terminal.press("Right", "Right", "Right")
        try terminal.wait(for: " at 0.0")
        try terminal.press("End", "]", "]")
        let below = try terminal.wait(for: "probability < 0.52")
        let count = try #require(below.firstMatch(of: /▸(\d+) are none of these/).flatMap { Int($0.1) })
        try terminal.press("o")
        let bins = try terminal.wait("the model's own") { !$0.contains { $0.contains(" at 0.0") } }
        var images = 0
        for line in bins {
            if let match = line.firstMatch(of: #/^..\d+–\d+% +(\d+) /#), let count = Int(match.1) { images += count }
        }
        #expect(images == 6)
        try terminal.press("Enter")
        if count == 0 {
            try terminal.wait(for: "no image")
        } else {
            try terminal.wait(for: "Images \(count) of 6 · probability below 0.52")
            try terminal.press("Escape")
        }
        try terminal.wait(for: "Reliability")
        try terminal.press("q")
        try terminal.waitForShell()
    }

    @Test func aSetIsExportedAndOpenedAgain() throws {
        try program.write("wrong.txt", "a {label}\nno place for it\n")
        try open()
        try terminal.press("p", "o")
        try terminal.type("wrong.txt")
        try terminal.press("Enter")
        try terminal.wait(for: "wrong.txt:2: template without {label}")
        try terminal.press("C-u")
        try terminal.type("bad.txt")
        try terminal.press("Enter")
        try terminal.wait(for: "opened bad.txt, 1 template")
        try terminal.press("Tab", "a", "C-u")
        try terminal.type("one \"{label}\", quoted")
        try terminal.press("Enter", "Space")
        try terminal.wait(for: "1 of 2 on")
        for name in ["mine.toml", "mine.txt"] {
            try terminal.press("S", "C-u")
            try terminal.type(name)
            try terminal.press("Enter")
            try terminal.wait(for: "saved \(name)")
        }
        #expect(
            try String(contentsOf: program.folder.appending(path: "mine.txt"), encoding: .utf8)
                == "a {} or something else.\n")
        for (name, on) in [("mine.txt", "1 of 1 on"), ("mine.toml", "1 of 2 on")] {
            try terminal.press("p", "o")
            try terminal.type(name)
            try terminal.press("Enter")
            try terminal.wait("the set of \(name)") { screen in screen.contains { $0.contains(on) } }
        }
        try terminal.wait(for: "one \"{label}\", quoted")
        try terminal.press("q")
        try terminal.waitForShell()
    }
}

extension Tmux {
    fileprivate func wait(until isReached: ([String]) -> Bool) throws { try wait("it", until: isReached) }
}

extension [String] {
    fileprivate func firstMatch<Output>(of pattern: Regex<Output>) -> Regex<Output>.Match? {
        lazy.compactMap { $0.firstMatch(of: pattern) }.first
    }
}
