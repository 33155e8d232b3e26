import Foundation
import Testing

@testable import Model

@Suite struct HistoryTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private var history: History { get throws { try History(directory: state) } }
    private var state: URL { program.folder.appending(path: ".local/state/clipscope") }

    @Test func evalRecordsItsFigures() throws {
        let report = try program("eval", "--dataset", "zoo", "--json").json()
        try program("eval", "--dataset", "zoo", "--no-history", "--template", "one {label}")
        let listing = try program("history", "--json").json()
        let runs = try #require(listing["runs"] as? [[String: Any]])
        #expect(runs.count == 1)
        #expect(
            Set(runs[0].keys) == [
                "id", "date", "dataset", "folder", "label_column", "model", "fingerprint", "prompt_set", "names_from",
                "images", "labelled", "classes", "top1", "top5", "mean_per_class", "ece",
            ])
        for key in ["top1", "top5", "mean_per_class", "ece"] {
            #expect(runs[0][key] as? Double == report[key] as? Double)
        }
        #expect(runs[0]["folder"] as? String == program.folder.path + "/zoo")
    }

    @Test func theSameEvaluationIsListedOnce() throws {
        for _ in 0..<2 { try program("eval", "--dataset", "zoo") }
        try program("eval", "--dataset", "zoo", "--template-set", "pets")
        let lines = try program("history").output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("run  date"))
        #expect(lines[1].contains(" zoo, label ") && lines[1].contains(" pets "))
    }

    @Test func aRunIsShownWithItsNoteAndPrompts() throws {
        try program("eval", "--dataset", "zoo", "--template", "a \"fine\" {label}")
        #expect(try program("history", "note", "1", "with\u{1B}[31m colour").messages.isEmpty)
        let text = try program("history", "show", "1").output
        #expect(text.contains("note     with\\u{1B}[31m colour\n"))
        #expect(text.contains("    \"a \\\"fine\\\" {label}\",\n"))
        let json = try program("history", "show", "1", "--json").json()
        #expect(json["note"] as? String == "with\u{1B}[31m colour" && json["id"] as? Int == 1)
        #expect((json["prompts"] as? String)?.hasPrefix("name = ") == true)
    }

    @Test func remarksAreListed() throws {
        #expect(try program("history", "remarks", "--json").json()["remarks"] as? [String] == [])
        let zoo = program.folder.appending(path: "zoo")
        try history.keep(History.Remark(mark: "marked", note: "a\u{1B}[31m lynx"), on: "feline/cat.jpg", in: zoo)
        try history.keep(History.Remark(note: "dark"), on: "1.jpg", in: URL(filePath: "/elsewhere"))
        let all = try #require(try program("history", "remarks", "--json").json()["remarks"] as? [[String: Any]])
        #expect(all.count == 2 && Set(all[1].keys) == ["folder", "file", "mark", "note", "date"])
        #expect(all[0]["folder"] as? String == "/elsewhere" && all[0]["mark"] == nil)
        let lines = try program("history", "remarks", "--dataset", "zoo").output.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("dataset "))
        #expect(lines[1].contains("  feline/cat.jpg  marked  ") && lines[1].hasSuffix("a\\u{1B}[31m lynx"))
    }

    @Test func savedSetsAreListedNotedAndExported() throws {
        try program.write("pets.txt", "a {label}\n")
        #expect(try program("history", "save", "pets.txt").output == "pets@1\n")
        try program.write("pets.txt", "a {label}\nan {label}\n")
        #expect(try program("history", "save", "pets.txt", "pets.txt").output == "pets@2\npets@2\n")
        try program("history", "note", "pets@1", "the first")
        let json = try program("history", "sets", "--json").json()
        let sets = try #require(json["sets"] as? [[String: Any]])
        #expect(sets.map { $0["version"] as? Int } == [2, 1])
        #expect(sets.map { $0["note"] as? String } == [nil, "the first"])
        #expect(Set(sets[0].keys) == ["name", "version", "date", "templates", "on"])
        #expect(try program("history", "sets").output.contains(/pets +1 .* 1 +1 +the first\n/))
        try program("history", "export", "pets@1", "out.toml")
        let exported = try PromptSet(contentsOf: program.folder.appending(path: "out.toml"))
        #expect(exported == PromptSet(name: "pets", templates: ["a {label}"]))
    }

    @Test func aSavedSetIsUsedByItsName() throws {
        try history.save(PromptSet(name: "", templates: ["my {label}"]), as: "mine")
        let output = try program("eval", "--dataset", "zoo", "--prompts", "mine@1").output
        #expect(output.contains("prompts  mine, 1 template: \"my {label}\""))
        #expect(try program("--dataset", "zoo", "--prompts", "mine").output.contains("\"my {label}\""))
    }

    @Test(arguments: [
        (
            ["eval", "--prompts", "none"],
            "no prompt set \"none\": neither the file FOLDER/none nor one of the saved sets (mine)"
        ),
        (["history", "show", "9"], "no run 9 in the history, which has none yet"),
        (["history", "note", "9", "x"], "no run 9 in the history, which has none yet"),
        (["history", "export", "none", "x"], "no saved prompt set \"none\", found mine"),
        (["history", "export", "mine@2", "x"], "prompt set \"mine\" has no version 2, the newest is 1"),
    ])
    func whatIsNotThereIsOneLine(_ arguments: [String], _ line: String) throws {
        try history.save(.photo, as: "mine")
        let result = try program.run(arguments)
        #expect(result.status == 1 && result.output.isEmpty)
        #expect(result.messages == "clipscope: \(line.replacing("FOLDER", with: program.folder.path))\n")
    }

    @Test func theDoctorCountsWhatIsThere() throws {
        try history.save(.photo, as: "mine")
        #expect(try program("doctor").output.contains("ok       history    0 evaluations, 1 saved prompt sets\n"))
    }

    @Test func lookingMakesNoHistory() throws {
        #expect(try program("history", "--json").json()["runs"] as? [String] == [])
        #expect(try program("history", "sets").output.hasPrefix("prompt set"))
        for arguments in [["show", "1"], ["note", "a", "b"], ["export", "a", "b"]] {
            #expect(try program.run(["history"] + arguments).status == 1)
        }
        #expect(!FileManager.default.fileExists(atPath: state.path))
    }

    @Test func aDamagedHistoryIsAWarningAndLeftAsItIs() throws {
        let damaged = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = try program.write(".local/state/clipscope/history.sqlite", damaged)
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(result.status == 0)
        #expect(try result.json()["images"] as? Int == 6)
        #expect(result.lines.count == 1)
        #expect(result.messages.hasPrefix("clipscope: warning: \(file.path): the history is damaged ("))
        #expect(result.messages.hasSuffix("; the figures are not recorded\n"))
        #expect(try program("history").status == 1)
        #expect(try program("doctor").output.contains("warning  history    \(file.path): the history is damaged ("))
        #expect(try Data(contentsOf: file) == damaged)
    }
}
