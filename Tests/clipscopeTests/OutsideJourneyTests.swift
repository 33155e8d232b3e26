import Foundation
import Testing

/// What leaves the explorer: to the terminal's clipboard, and to the desktop's viewer.
@Suite struct OutsideJourneyTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private func open(_ environment: [String: String]) throws -> PseudoTerminal {
        let zoo = program.folder.appending(path: "zoo").path
        let terminal = try PseudoTerminal(
            program, ["--dataset", zoo], answers: PseudoTerminal.kitty, environment: environment)
        try terminal.wait("the accuracy") { $0.contains("top-1") }
        return terminal
    }

    /// The texts that were sent to the clipboard (OSC 52).
    private func copied(_ text: String) -> [String] {
        text.matches(of: /\u{1B}\]52;c;([A-Za-z0-9+\/=]*)\u{7}/).compactMap { match in
            Data(base64Encoded: String(match.output.1)).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test func thePathAndTheTemplateAreCopied() throws {
        let terminal = try open([:])
        terminal.type("Y")
        try terminal.wait("the path") { copied($0).count == 1 }
        let path = try #require(copied(terminal.text).first)
        #expect(
            path.hasPrefix(program.folder.appending(path: "zoo").path) && FileManager.default.fileExists(atPath: path))
        terminal.type("\tY")
        try terminal.wait("the template") { copied($0).count == 2 }
        #expect(copied(terminal.text)[1].contains("{label}"))
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func theViewerGetsTheFile() throws {
        let viewer = try program.write("viewer", "#!/bin/sh\nprintf %s \"$1\" > \"$0.seen\"\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: viewer.path)
        let terminal = try open(["CLIPSCOPE_OPEN": viewer.path])
        terminal.type("V")
        let seen = viewer.appendingPathExtension("seen")
        try terminal.wait("the viewer") { _ in FileManager.default.fileExists(atPath: seen.path) }
        terminal.type("Y")
        try terminal.wait("the path") { copied($0).count == 1 }
        #expect(try String(contentsOf: seen, encoding: .utf8) == copied(terminal.text).first)
        terminal.type("q")
        #expect(terminal.end() == 0)
    }

    @Test func aViewerThatIsNotThereIsOneLine() throws {
        let terminal = try open(["CLIPSCOPE_OPEN": "no-such-viewer"])
        terminal.type("V")
        try terminal.wait("the line") { $0.contains("CLIPSCOPE_OPEN names") }
        terminal.type("q")
        #expect(terminal.end() == 0)
    }
}
