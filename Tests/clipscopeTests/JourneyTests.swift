import Foundation
import Testing

/// What people do in the explorer, in the real program on a real terminal.
@Suite(.serialized) struct JourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    private func open(_ arguments: String = "") throws { try terminal.openExplorer(arguments) }
    private func isComplete(_ screen: [String]) -> Bool { Tmux.isComplete(screen) }
    private func top1(_ screen: [String]) -> String? { Tmux.top1(screen) }
    private func waitForShell() throws { try terminal.waitForShell() }

    private func expectCleanTerminal(status: Int) throws {
        try terminal.expectClean(status: status, in: program.folder)
    }

    private func waitForChangedAccuracy(from before: String?) throws -> String? {
        top1(try terminal.wait("another accuracy than \(before ?? "none")") { top1($0) != nil && top1($0) != before })
    }

    @Test func anEditChangesTheAccuracyAndEscTakesItBack() throws {
        try open()
        let before = try #require(top1(terminal.screen))
        try terminal.press("e")
        try terminal.wait(for: "editing")
        // Without a placeholder every class has the same prompt, and the first one wins.
        try terminal.press("C-u")
        try terminal.type("something")
        try terminal.wait(for: "no {label}: the same for every class")
        try terminal.wait("the accuracy of the first class alone") { top1($0) == "16.7" }
        try terminal.press("Escape")
        try terminal.wait("the accuracy of before") { top1($0) == before }
        #expect(try terminal.screen.contains { $0.contains("a photo of a {label}.") })
        try terminal.press("q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test func savedEmbeddingsStandInForTheImages() throws {
        try program("embed", "--dataset", "zoo", "--out", "zoo.npy")
        try program.write("gone/labels.csv", "file,label\nfeline/cat.jpg,cat\nflower/rose.png,flower\nnew.png,cat\n")
        try open("--dataset gone --embeddings zoo.npy")
        #expect(try top1(terminal.screen) != nil)
        try terminal.wait(for: "no such file")
        #expect(try terminal.screen.contains { $0.contains("1 unreadable") })
        try terminal.press("q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test func templatesAreToggledTheEightySwitchedOnAndUndone() throws {
        try open()
        try terminal.press("p", "j")
        try terminal.wait(for: "imagenet-80")
        try terminal.press("Enter")
        try terminal.wait("all of the eighty") { screen in
            screen.contains { $0.contains("80 of 80 on") } && isComplete(screen)
        }
        try terminal.press("Tab", "Space")
        try terminal.wait(for: "79 of 80 on")
        try terminal.press("O")
        try terminal.wait(for: "no template is on")
        try terminal.press("i")
        try terminal.wait(for: "80 of 80 on")
        try terminal.press("u", "u", "u", "u")
        try terminal.wait("the first set") { screen in
            screen.contains { $0.contains("1 of 1 on") } && isComplete(screen)
        }
        try terminal.press("q")
        try waitForShell()
    }

    @Test func wrongImagesAreListedAndVisited() throws {
        try program.copyPhotos([
            "zoo/feline/not-a-cat.jpg": "animals/owl.jpg", "zoo/flower/nor-a-flower.jpg": "animals/cat.jpg",
        ])
        try open()
        try terminal.press("g", "n")
        try terminal.wait("a wrong image under the cursor") { $0.contains { $0.hasPrefix("▸✗") } }
        try terminal.press("w")
        try terminal.wait("wrong images alone") { screen in
            screen.contains { $0.contains("· wrong") } && !screen.contains { $0.hasPrefix(" ✓") }
                && screen.contains { $0.contains("✗ feline") }
        }
        try terminal.press("w", "/")
        try terminal.type("owl")
        try terminal.wait("two owls") { screen in screen.count { $0.contains("✓ wild bird") } == 2 }
        try terminal.press("Enter")
        try terminal.wait(for: "of 8 · /owl")
        try terminal.press("0")
        try terminal.wait(for: "Images 8")
        try terminal.press("q")
        try waitForShell()
    }

    @Test func anySizeIsDrawn() throws {
        try open()
        for (columns, rows) in [(80, 24), (200, 60), (60, 15)] {
            try terminal.resize(columns: columns, rows: rows)
            try terminal.wait("\(columns)x\(rows)") { screen in
                screen.count >= rows && isComplete(screen) && screen[rows - 1].hasSuffix("q quit")
                    && screen[rows - 1].count == columns - 1
            }
        }
        try terminal.resize(columns: 10, rows: 5)
        try terminal.wait(for: "need 60x15")
        try terminal.resize(columns: 100, rows: 30)
        try terminal.wait("the main screen again", until: isComplete)
        try terminal.press("q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test func theWorstClassIsOpenedFromTheTableOfClasses() throws {
        try program.copyPhotos(["zoo/feline/not-a-cat.jpg": "animals/owl.jpg"])
        try open()
        try terminal.press("3")
        try terminal.wait("the figures, the worst first") { screen in
            screen.contains { $0.hasPrefix("▸ feline") && $0.contains("50.0") }
        }
        try terminal.press("w")
        try terminal.wait("the wrong one of the class") { screen in
            screen.contains { $0.contains("Images 1 of 7 · wrong · feline") } && screen.contains { $0.hasPrefix("▸✗") }
        }
        try terminal.press("Escape")
        try terminal.wait(for: "mean of the classes")
        try terminal.press("q")
        try waitForShell()
    }

    @Test func theMostConfusedPairIsFoundAndItsImagesLookedAt() throws {
        try program.copyPhotos([
            "zoo/feline/not-a-cat.jpg": "animals/owl.jpg", "zoo/feline/nor-this.jpg": "animals/owl-2.jpg",
        ])
        try open()
        try terminal.press("4")
        try terminal.wait(for: "feline taken for wild bird: 2 of 3 images, 66.7%")
        try terminal.press("Enter")
        try terminal.wait("the two owls") { screen in
            screen.contains { $0.contains("Images 2 of 8 · feline taken for") }
                && screen.count { $0.contains("✗ feline") } == 2
        }
        try terminal.press("Escape")
        try terminal.wait(for: "feline taken for wild bird: 2 of 3 images, 66.7%")
        try terminal.press("q")
        try waitForShell()
    }

    @Test func twoSetsAreCompared() throws {
        try open()
        try terminal.press("5")
        try terminal.wait(for: "A and B are right on the same images")
        try terminal.press("e", "C-u")
        // Without a placeholder every class has the same prompt.
        try terminal.type("something")
        try terminal.press("Enter")
        try terminal.wait("A alone right on five") { screen in
            screen.contains { $0.contains("5 only A right") } && screen.contains { $0.contains(" to ") }
        }
        try terminal.press("Escape", "Right", "Enter")
        try terminal.wait("their images") { screen in
            screen.contains { $0.contains("Images 5 of 6 · only A right") }
                && screen.contains { $0.contains("B     A") }
        }
        try terminal.press("Escape")
        try terminal.wait(for: "Classes that moved")
        try terminal.press("c")
        try terminal.wait(for: "the prompts as they")
        try terminal.press("Enter")
        try terminal.wait(for: "A and B are right on the same images")
        try terminal.press("q")
        try waitForShell()
    }

    @Test func theMouseSelectsAndPressesKeys() throws {
        try open()
        try terminal.click(column: 5, line: 5)
        try terminal.wait("the third image selected") { $0[5].hasPrefix("▸") }
        let hints = try #require(terminal.screen.last { $0.contains("? help") })
        let column = hints.distance(from: hints.startIndex, to: hints.firstRange(of: "? help")!.lowerBound)
        try terminal.click(column: column, line: 29)
        try terminal.wait(for: "What am I looking at?")
        try terminal.press("Escape", "q")
        try waitForShell()
    }

    @Test func aSuspendedExplorerComesBack() throws {
        try open()
        try terminal.press("C-z")
        try terminal.wait("the shell") { _ in try terminal.value(of: "alternate_on") == "0" }
        try terminal.type("fg")
        try terminal.press("Enter")
        try terminal.wait("the explorer again", until: isComplete)
        try terminal.press("?")
        try terminal.wait(for: "What am I looking at?")
        try terminal.press("Escape", "q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130), (SIGQUIT, 131)])
    func aSignalLeavesTheTerminalClean(_ signal: Int32, _ status: Int) throws {
        try open()
        kill(try terminal.child(), signal)
        try waitForShell()
        try expectCleanTerminal(status: status)
    }

    @Test func aSignalWhileImagesAreEmbeddedLeavesTheTerminalClean() throws {
        try terminal.type("$clipscope --dataset \(repository.path)/sample-data/photos")
        try terminal.press("Enter")
        try terminal.wait(for: "embedding")
        kill(try terminal.child(), SIGTERM)
        try waitForShell()
        try expectCleanTerminal(status: 143)
    }

    @Test func quittingDoesNotWaitForTheImages() throws {
        try terminal.type("$clipscope --dataset \(repository.path)/sample-data/photos")
        try terminal.press("Enter")
        try terminal.wait(for: "embedding")
        try terminal.press("q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test func twoExplorersShareOneCache() throws {
        let other = try Tmux(program)
        for terminal in [terminal, other] {
            try terminal.type("$clipscope --dataset zoo")
            try terminal.press("Enter")
        }
        for terminal in [terminal, other] {
            try terminal.wait("the accuracy in both") { $0.count > 2 && isComplete($0) }
            #expect(try !terminal.screen[1].contains("cache"))
            try terminal.press("q")
        }
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }

    @Test func aPromptSetIsSavedAndReadAgain() throws {
        try open()
        try terminal.press("S", "C-u")
        try terminal.type("mine.toml")
        try terminal.press("Enter")
        try terminal.wait(for: "saved mine.toml")
        try terminal.press("q")
        try waitForShell()
        try open("--prompts mine.toml")
        #expect(try terminal.screen.contains { $0.contains("a photo of a {label}.") })
        try terminal.press("q")
        try waitForShell()
    }

    @Test(arguments: [
        ("--dataset nowhere", "nowhere: no such directory"), ("--dataset zoo --theme pink", "no theme \"pink\""),
    ])
    func whatCannotStartSaysWhyInOneLine(_ arguments: String, _ reason: String) throws {
        #expect(try terminal.run("clear; $clipscope \(arguments) 2> messages") == 1)
        let lines = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8).split(
            separator: "\n")
        #expect(lines.count == 1 && lines[0].hasPrefix("clipscope: ") && lines[0].contains(reason))
        try expectCleanTerminal(status: 0)
    }

    @Test func settingsAndThemesOfTheUserAreRead() throws {
        try program.write(".config/clipscope/config.toml", "theme = \"mine\"\n")
        try program.write(".config/clipscope/themes/mine.toml", "[roles]\ntext = { color = \"#010203\" }\n")
        try program.write(".config/clipscope/themes/broken.toml", "\n[roles]\ntext = { colour = \"#010203\" }\n")
        try terminal.type("$clipscope --dataset zoo")
        try terminal.press("Enter")
        try terminal.wait(for: "broken.toml:3: text has no \"colour\"")
        try terminal.press("t", "Enter")
        try terminal.wait(for: "theme dark")
        try terminal.press("q")
        try waitForShell()
        try program.write(".config/clipscope/config.toml", "theme = \"broken\"\n")
        #expect(try terminal.run("clear; $clipscope --dataset zoo 2> messages") == 1)
        let message = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8)
        #expect(message.contains("themes/broken.toml:3: text has no \"colour\", expected color, ansi"))
        try expectCleanTerminal(status: 0)
    }

    @Test func aLightTerminalGetsTheLightTheme() throws {
        try terminal.run("printf '\\033]11;#fffff0\\007'")
        try open()
        try terminal.press("t", "Enter")
        try terminal.wait(for: "theme high-contrast")
        try terminal.press("q")
        try waitForShell()
    }

    @Test func aModelThatCannotBeReadEndsCleanly() throws {
        try program.write("model/open_clip_config.json", "{}")
        #expect(try terminal.run("clear; $clipscope --dataset zoo --model model") == 1)
        #expect(try terminal.screen.filter { $0.hasPrefix("clipscope: ") }.count == 1)
        try expectCleanTerminal(status: 0)
    }

    @Test func withoutATerminalTheReportIsPrinted() throws {
        let result = try program("--dataset", "zoo")
        #expect(result.status == 0)
        #expect(result.output.contains("top-1"))
        #expect(!result.output.contains("\u{1b}"))
    }

    @Test func anotherModelIsChosenAndTheFirstComesBackFromTheCache() throws {
        let hub = "hub/models--acme--tiny"
        let golden = repository.appending(path: "Tests/ModelTests/Goldens/towers/hugging-face")
        for name in try FileManager.default.contentsOfDirectory(atPath: golden.path) {
            try program.write(
                "\(hub)/snapshots/\(HubServer.commit)/\(name)", Data(contentsOf: golden.appending(path: name)))
        }
        try program.write("\(hub)/refs/main", HubServer.commit)
        try terminal.type("HF_HUB_CACHE=$PWD/hub $clipscope --dataset zoo")
        try terminal.press("Enter")
        let before = top1(try terminal.wait("the accuracy of all images") { $0.count > 2 && isComplete($0) })
        try terminal.press("M")
        try terminal.wait(for: "acme/tiny")
        try terminal.press("j", "Enter")
        // Its weights are random.
        try terminal.wait("the accuracy by the other model") { screen in
            screen[0].contains("acme/tiny") && isComplete(screen) && top1(screen) != before
        }
        try terminal.press("M")
        try terminal.wait(for: "● acme/tiny")
        try terminal.press("k", "Enter")
        try terminal.wait("the accuracy of before") { screen in
            screen[0].contains("embedded") && isComplete(screen) && top1(screen) == before
        }
        try terminal.press("q")
        try waitForShell()
        try expectCleanTerminal(status: 0)
    }
}
