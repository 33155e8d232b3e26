import CZlib
import Foundation
import Testing

/// A command of kitty's graphics protocol.
private struct GraphicsCommand {
    let keys: [String: String]
    let payload: String

    static func all(in text: String) -> [GraphicsCommand] {
        let bytes = Data(text.utf8)
        var commands: [GraphicsCommand] = []
        var position = bytes.startIndex
        while let start = bytes.range(of: Data("\u{1b}_G".utf8), in: position..<bytes.endIndex),
            let end = bytes.range(of: Data("\u{1b}\\".utf8), in: start.upperBound..<bytes.endIndex)
        {
            commands.append(GraphicsCommand(bytes[start.upperBound..<end.lowerBound]))
            position = end.upperBound
        }
        return commands
    }

    private init(_ body: Data) {
        let parts = body.split(separator: UInt8(ascii: ";"), maxSplits: 1)
        let words = String(decoding: parts.first ?? Data(), as: UTF8.self).split(separator: ",")
        let keys = words.map { $0.split(separator: "=", maxSplits: 1) }.filter { $0.count == 2 }
        self.keys = Dictionary(keys.map { (String($0[0]), String($0[1])) }) { $1 }
        payload = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    }

    /// Numbers of the pictures shown and not taken away, in the order they came.
    static func shown(in text: String) -> [String] {
        all(in: text).reduce(into: []) { shown, command in
            guard let number = command.keys["i"] else { return }
            if command.keys["a"] == "T" { shown.append(number) }
            if command.keys["a"] == "d" { shown.removeAll { $0 == number } }
        }
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}

/// Pictures in pixels, seen by the terminal that they are written to.
@Suite(.serialized) struct PixelJourneyTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private func explorer(
        _ arguments: [String] = [], answers: [PseudoTerminal.Answer] = PseudoTerminal.kitty,
        environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        try PseudoTerminal(
            program, ["explore", "--fresh", "--dataset", program.folder.appending(path: "zoo").path] + arguments,
            answers: answers, environment: environment)
    }

    @Test func kittyShowsOnePictureAndNothingIsLeftBehind() throws {
        let terminal = try explorer()
        try terminal.wait("the first picture") { GraphicsCommand.shown(in: $0).count == 1 }
        let commands = GraphicsCommand.all(in: terminal.text)
        let first = try #require(commands.firstIndex { $0.keys["a"] == "T" })
        try terminal.wait("all of it") { GraphicsCommand.all(in: $0).contains { $0.keys["m"] == "0" } }
        let all = Array(GraphicsCommand.all(in: terminal.text)[first...])
        let last = try #require(all.firstIndex { $0.keys["m"] == "0" })
        let (width, height) = (Int(all[0].keys["s"] ?? "") ?? 0, Int(all[0].keys["v"] ?? "") ?? 0)
        let packed = [UInt8](try #require(Data(base64Encoded: all[...last].map(\.payload).joined())))
        var size = uLong(width * height * 3)
        var pixels = [UInt8](repeating: 0, count: Int(size))
        #expect(uncompress(&pixels, &size, packed, uLong(packed.count)) == Z_OK)
        #expect(Int(size) == width * height * 3)
        // Cells of 10x20, a photo of 320x240.
        let (columns, rows) = (Double(all[0].keys["c"] ?? "") ?? 0, Double(all[0].keys["r"] ?? "") ?? 0)
        #expect(abs(columns * 10 / (rows * 20) - Double(width) / Double(height)) < 0.02)

        let before = GraphicsCommand.shown(in: terminal.text)
        terminal.type("j")
        try terminal.wait("the next picture alone") {
            let shown = GraphicsCommand.shown(in: $0)
            return shown.count == 1 && shown != before
        }
        let next = GraphicsCommand.shown(in: terminal.text)
        terminal.type("?")
        try terminal.wait("help over no picture") { GraphicsCommand.shown(in: $0).isEmpty }
        terminal.type("\u{1b}")
        try terminal.wait("the picture again") { GraphicsCommand.shown(in: $0) == next }
        terminal.type("3")
        try terminal.wait("another page without it") { GraphicsCommand.shown(in: $0).isEmpty }
        terminal.type("1")
        try terminal.wait("the picture again") { GraphicsCommand.shown(in: $0) == next }
        // Nobody could let it go on, so it goes on at once.
        let stops = terminal.text.count(of: "\u{1b}[?1049l")
        terminal.type("\u{1a}")
        try terminal.wait("the screen given back, and the picture after it") {
            $0.count(of: "\u{1b}[?1049l") > stops && GraphicsCommand.shown(in: $0) == next
        }
        terminal.resize(columns: 130, rows: 40)
        try terminal.wait("a larger picture alone") {
            let shown = GraphicsCommand.shown(in: $0)
            return shown.count == 1 && shown != next
        }
        terminal.type("T")
        try terminal.wait("all thumbnails") { GraphicsCommand.shown(in: $0).count == 6 }
        terminal.type("q")
        #expect(terminal.end() == 0)
        #expect(GraphicsCommand.shown(in: terminal.text) == [])
    }

    @Test func insideTmuxCharactersStandForThePicture() throws {
        try program.write("tmux.conf", "set -g allow-passthrough on\nset -g status off\nset -g escape-time 50\n")
        let (folder, zoo) = (program.folder.path, program.folder.appending(path: "zoo").path)
        // tmux drops what is passed through before its terminal is attached.
        let tmux = try Tmux.executable
        let attached = "until \(tmux) -S \(folder)/socket list-clients | grep -q .; do sleep 0.05; done; sleep 0.3"
        let terminal = try PseudoTerminal(
            program, executable: tmux,
            [
                "-S", "\(folder)/socket", "-f", "\(folder)/tmux.conf", "new-session",
                "\(attached); exec \(Program.executable.path) explore --fresh --dataset \(zoo)",
            ], answers: PseudoTerminal.kitty + [PseudoTerminal.Answer(query: "\u{1b}[>c", reply: "\u{1b}[>1;4000;35c")])
        try terminal.wait("the picture and its place") {
            $0.contains("\u{10EEEE}\u{305}\u{305}") && !GraphicsCommand.shown(in: $0).isEmpty
        }
        let command = try #require(GraphicsCommand.all(in: terminal.text).first { $0.keys["a"] == "T" })
        let number = try #require(command.keys["i"])
        #expect(command.keys["U"] == "1")
        // In the colour of its number.
        #expect(terminal.text.contains("\u{1b}[38;5;\(number)m"))
        terminal.type("?")
        try terminal.wait("help over no picture") { GraphicsCommand.shown(in: $0).isEmpty }
        terminal.type("\u{1b}")
        try terminal.wait("the picture again") { GraphicsCommand.shown(in: $0) == [number] }
        terminal.type("q")
        #expect(terminal.end() == 0)
        #expect(GraphicsCommand.shown(in: terminal.text) == [])
    }

    @Test func lateAnswersCountAndAreNoKeys() throws {
        let late = PseudoTerminal.kitty.map { PseudoTerminal.Answer(query: $0.query, reply: $0.reply, delay: 0.6) }
        let terminal = try explorer(answers: late)
        // Of "rgb:" r would have filtered, b changed the way of drawing; c of the last one opens a chooser.
        try terminal.wait("a picture in pixels") { GraphicsCommand.shown(in: $0).count == 1 }
        let first = GraphicsCommand.shown(in: terminal.text)
        // A key in the middle of an answer would be a part of it.
        Thread.sleep(forTimeInterval: 0.5)
        terminal.type("j")
        try terminal.wait("the next one") {
            let shown = GraphicsCommand.shown(in: $0)
            return shown.count == 1 && shown != first
        }
        #expect(!terminal.text.contains("pictures drawn with"))
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func aTerminalThatDoesNotAnswerIsNotWaitedForLong() throws {
        let terminal = try explorer(answers: [])
        try terminal.wait("the accuracy") { $0.contains("top-1") }
        let asked = try #require(terminal.time(of: "\u{1b}[c"))
        let drawn = try #require(terminal.time(of: "imgs"))
        // A tenth of a second, and what a loaded machine takes for the rest.
        #expect(drawn.timeIntervalSince(asked) < 1)
        terminal.type("q")
        #expect(terminal.end() == 0)
        #expect(!terminal.text.contains("a=T"))
    }

    @Test func sixelIsDrawnWhereTheAttributesNameIt() throws {
        let foot = [
            PseudoTerminal.Answer(query: "\u{1b}[16t", reply: "\u{1b}[6;20;10t"),
            PseudoTerminal.Answer(query: "\u{1b}[c", reply: "\u{1b}[?62;4;22;28c"),
        ]
        let terminal = try explorer(answers: foot)
        try terminal.wait("sixels at their place") { $0.contains(/\u{1b}7\u{1b}\[\d+;\d+H\u{1b}P0;1;0q"1;1;\d+;\d+/) }
        terminal.type("b")
        try terminal.wait("what they are drawn with then") { $0.contains("sextants") }
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func anOptionWinsOverWhatTheTerminalCan() throws {
        let terminal = try explorer(["--pictures", "ascii"])
        try terminal.wait("the accuracy") { $0.contains("top-1") && $0.contains("jpeg") }
        terminal.type("q")
        #expect(terminal.end() == 0)
        #expect(!terminal.text.contains("a=T"))
        let wrong = try program("explore", "--pictures", "oil")
        #expect(wrong.status == 64)
        #expect(wrong.lines.first?.contains("'oil'") == true)
    }

    @Test func theDoctorSaysHowAndWhy() throws {
        let terminal = try PseudoTerminal(program, ["doctor"], answers: PseudoTerminal.kitty)
        #expect(terminal.end() == 0)
        let words = "kitty graphics, for it answered kitty's query; also sextants, halves, shades, ascii"
        #expect(terminal.text.contains(words))
        #expect(terminal.text.contains("10x20 pixels") && terminal.text.contains("#1e1e2e"))
    }
}
