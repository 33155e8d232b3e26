import Foundation
import Testing

/// What a terminal can do to the explorer: it stays, or it leaves the terminal as it found it.
@Suite(.serialized) struct RobustnessTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program)
    }

    private func leave() throws {
        try terminal.press("q")
        try terminal.waitForShell()
        try terminal.expectClean(status: 0, in: program.folder)
    }

    @Test func aThousandResizesInASecondAreSurvived() throws {
        try terminal.openExplorer()
        let child = try terminal.child()
        for index in 0..<1000 {
            #expect(kill(child, SIGWINCH) == 0)
            if index % 100 == 0 { try terminal.resize(columns: 60 + index % 170, rows: 15 + index % 40) }
            usleep(900)
        }
        try terminal.resize(columns: 100, rows: 30)
        try terminal.wait("the whole screen") { screen in
            Tmux.isComplete(screen) && screen[29].hasSuffix("q quit") && screen[29].count == 99
        }
        try leave()
    }

    @Test func keysFasterThanTheyAreDealtWithAllArrive() throws {
        try terminal.openExplorer()
        try terminal.press("e")
        try terminal.wait(for: "editing")
        try terminal.press("C-u")
        let words = (0..<250).map { "word\($0)" }.joined(separator: " ")
        try terminal.type(words + " a {label} at the end")
        try terminal.wait(for: "word249 a {label} at the end")
        try terminal.press("Enter", "u")
        try terminal.wait("the template of before") { $0.contains { $0.contains("a photo of a {label}.") } }
        try terminal.press("Escape")
        try terminal.type(String(repeating: "jk", count: 1000) + "jj")
        try terminal.wait("the third image under the cursor") { $0[5].hasPrefix("▸") }
        try leave()
    }

    @Test func anyTerminalIsLargeEnoughToSaySo() throws {
        try terminal.openExplorer()
        let child = try terminal.child()
        for (columns, rows) in [(1, 1), (500, 200), (2, 300), (500, 2), (59, 15), (60, 14), (1, 1)] {
            try terminal.resize(columns: columns, rows: rows)
            try terminal.press("j", "C-l")
            if columns >= 60, rows >= 15 {
                try terminal.wait("all of \(columns)x\(rows)") {
                    Tmux.isComplete($0) && $0[rows - 1].count == columns - 1
                }
            } else if columns > 11 {
                try terminal.wait("what it needs") { $0.contains { $0.contains("60x15") || $0.contains("60 columns") } }
            }
            #expect(kill(child, 0) == 0)
        }
        try terminal.resize(columns: 100, rows: 30)
        try terminal.wait("the whole screen", until: Tmux.isComplete)
        try leave()
    }

    @Test func aTerminalThatCannotMoveItsCursorIsRefusedInOneLine() throws {
        #expect(try terminal.run("clear; TERM=dumb $clipscope --dataset zoo 2> messages") == 1)
        let messages = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8)
        #expect(
            messages == "clipscope: TERM is dumb, which cannot move a cursor; the explorer needs a terminal that can\n")
        try terminal.expectClean(status: 0, in: program.folder)
    }

    @Test func aClosedOutputIsSaidInOneLine() throws {
        #expect(try terminal.run("clear; $clipscope --dataset zoo 2> messages >&-") == 1)
        let messages = try String(contentsOf: program.folder.appending(path: "messages"), encoding: .utf8)
        #expect(messages.hasSuffix("clipscope: standard output: cannot be written: it is closed\n"))
    }

    @Test func stoppingAndGoingOnManyTimesChangesNothing() throws {
        try terminal.openExplorer()
        let child = try terminal.child()
        try terminal.wait(for: "320×240 · jpeg")
        let before = try terminal.settled()
        for round in 0..<5 {
            kill(child, SIGTSTP)
            try terminal.wait("the shell, round \(round)") { _ in try terminal.value(of: "alternate_on") == "0" }
            try terminal.type("fg")
            try terminal.press("Enter")
            try terminal.wait("the screen of before, round \(round)") { $0 == before }
        }
        // A stop that no program can catch leaves the terminal as it is; going on draws anew.
        kill(child, SIGSTOP)
        try terminal.wait("the shell's word") { $0.contains { $0.contains("Stopped") } }
        try terminal.type("fg")
        try terminal.press("Enter")
        try terminal.wait("the screen of before") { $0 == before }
        try leave()
    }

    @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129)])
    func whatIsBeingSavedIsSavedWhateverEndsTheProgram(_ signal: Int32, _ status: Int) throws {
        try terminal.openExplorer()
        let child = try terminal.child()
        try terminal.press("S", "C-u")
        try terminal.type("kept.toml")
        try terminal.wait(for: "kept.toml")
        try terminal.press("Enter")
        let file = program.folder.appending(path: "kept.toml")
        try terminal.wait("the file") { _ in FileManager.default.fileExists(atPath: file.path) }
        kill(child, signal)
        try terminal.waitForShell()
        try terminal.expectClean(status: status, in: program.folder)
        #expect(try String(contentsOf: file, encoding: .utf8).contains("a photo of a {label}."))
        let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
        #expect(left.filter { $0.hasPrefix("kept") || $0.hasPrefix(".kept") } == ["kept.toml"])
    }

    @Test func aTerminalThatGoesAwayTakesTheExplorerWithIt() throws {
        let other = try Tmux(program)
        try other.openExplorer()
        let child = try other.child()
        try other.hangUp()
        let end = Date.now + 10
        while kill(child, 0) == 0, Date.now < end { usleep(20_000) }
        #expect(kill(child, 0) == -1 && errno == ESRCH)
        // What it embedded is there for the next one.
        try terminal.openExplorer()
        try leave()
    }

    @Test func rulesAreDraggedWithTheMouse() throws {
        try terminal.openExplorer()
        let rule = try #require(terminal.screen.firstIndex { $0.hasPrefix("─ Prompts") })
        try terminal.drag(from: (40, rule), to: (40, rule - 6))
        try terminal.wait("the rule six lines higher") { $0[rule - 6].hasPrefix("─ Prompts") }
        let top = try #require(terminal.screen[2].firstRange(of: "┬")?.lowerBound)
        let column = try terminal.screen[2].distance(from: terminal.screen[2].startIndex, to: top)
        try terminal.drag(from: (column, 8), to: (column + 10, 9))
        try terminal.wait("the rule ten columns further right") { Array($0[8])[column + 10] == "│" }
        try terminal.press("=")
        try terminal.wait("the sizes of before") { $0[rule].hasPrefix("─ Prompts") && Array($0[8])[column] == "│" }
        try leave()
    }

    @Test func theSessionsEditsAreListedAndReturnedTo() throws {
        try program.copyPhotos(["zoo/feline/not-a-cat.jpg": "animals/owl.jpg"])
        try terminal.openExplorer()
        try terminal.press("e", "C-u")
        try terminal.type("something")
        try terminal.press("Enter")
        try terminal.wait("two points of the graph") { $0.contains { $0.contains("top-1 by edit █▁") } }
        try terminal.press("H", "k", "Enter")
        try terminal.wait("the first edit's templates") { screen in
            screen.contains { $0.contains("a photo of a {label}.") } && screen[1].contains("back at edit 1")
        }
        try leave()
    }

    @Test func whereNoSessionIsKeptLeavingUnsavedPromptsIsAskedAbout() throws {
        try program.write(".local/state", "a file where the directory should be")
        try terminal.type("$clipscope --dataset zoo")
        try terminal.press("Enter")
        try terminal.wait("the images' predictions") { $0.contains { $0.contains("✓ ") } }
        try terminal.press("i", "q")
        try terminal.wait(for: "The prompts were changed and not saved.")
        try terminal.press("Escape", "q")
        try terminal.wait(for: "Leave clipscope?")
        try terminal.press("Enter")
        try terminal.waitForShell()
        try terminal.expectClean(status: 0, in: program.folder)
    }
}
