import Foundation
import Testing

/// Pages written to files, in the real program on a real terminal.
@Suite(.serialized) struct ExportJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        terminal = try Tmux(program, columns: 120)
    }

    private func export(_ name: String) throws {
        try terminal.press("X", "C-u")
        try terminal.type(name)
        try terminal.press("Enter")
        try terminal.wait(for: "wrote")
    }

    private func json(_ name: String) throws -> [String: Any] {
        let data = try Data(contentsOf: program.folder.appending(path: name))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// Rows by the names of their class or template.
    private func rows(_ json: [String: Any], _ key: String, by name: String) throws -> [String: [String: Any]] {
        let rows = try #require(json[key] as? [[String: Any]])
        return Dictionary(rows.compactMap { row in (row[name] as? String).map { ($0, row) } }) { first, _ in first }
    }

    private func expectSame(_ a: [String: [String: Any]], _ b: [String: [String: Any]], in keys: String...) {
        #expect(Set(a.keys) == Set(b.keys) && !a.isEmpty)
        for (name, row) in a {
            for key in keys {
                let (x, y) = (row[key] as? Double, b[name]?[key] as? Double)
                #expect(x == y || abs((x ?? .nan) - (y ?? .nan)) < 1e-6, "\(name) \(key)")
            }
        }
    }

    @Test func aFilesNumbersAreThoseOfTheCommand() throws {
        try terminal.openExplorer()
        try terminal.press("3")
        try terminal.wait(for: "mean of the classes")
        try export("classes.json")
        let confusion = try program("confusion", "--dataset", "zoo", "--json").json()
        expectSame(
            try rows(json("classes.json"), "per_class", by: "label"), try rows(confusion, "per_class", by: "label"),
            in: "images", "predicted", "recall", "precision", "f1")

        try terminal.press("2")
        try terminal.wait("figures of all templates") { screen in
            !Tmux.shows(screen, "figures 0") && Tmux.shows(screen, "helps")
        }
        try terminal.settled()
        try export("prompts.json")
        let templates = try program("eval", "--dataset", "zoo", "--per-template", "--json").json()
        expectSame(
            try rows(json("prompts.json"), "templates", by: "text"), try rows(templates, "templates", by: "text"),
            in: "helps", "alone", "switched", "change")
    }

    @Test func aFileThatIsThereIsReplacedWhereItIsAskedTwice() throws {
        try program.write("images.csv", "mine\n")
        try terminal.openExplorer()
        try terminal.press("X")
        try terminal.wait(for: "CSV: images")
        try terminal.press("Enter")
        try terminal.wait(for: "this file exists; Enter replaces it")
        let file = program.folder.appending(path: "images.csv")
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine\n")
        try terminal.press("Enter")
        try terminal.wait(for: "wrote")
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("file,label,predicted,"))
        try terminal.press("q")
        try terminal.waitForShell()
    }
}
