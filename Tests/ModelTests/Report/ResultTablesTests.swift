import Foundation
import Testing

@testable import Model

/// The tables of a page as CSV, JSON and Markdown.
@Suite struct ResultTablesTests {
    private let classes = ResultTable(
        "per_class", title: "classes", columns: ["label", "images", "recall", "log_loss", "hidden"], count: 2
    ) { row in
        row == 0
            ? [.text("cat, \"wild\""), .count(12), .share(0.8125), .number(1.25, decimals: 2), .flag(false)]
            : [.text("a|b_c\n"), .count(0), .missing, .number(Double.nan, decimals: 2), .flag(true)]
    }
    private let none = ResultTable("pairs", title: "most confused", columns: ["label"], count: 0) { _ in [] }

    private func tables(_ tables: [ResultTable]) -> ResultTables {
        ResultTables(
            page: "classes", facts: [ResultTables.Fact("dataset", "pets")], notes: ["10 of 12 images are classified."],
            tables: tables)
    }

    @Test func csvIsTheFirstTable() {
        let text = tables([classes, none]).text(.csv)
        #expect(
            text
                == "label,images,recall,log_loss,hidden\n\"cat, \"\"wild\"\"\",12,0.8125,1.25,false\n\"a|b_c\n\",0,,,true\n"
        )
    }

    @Test func jsonHasAllAndLeavesOutWhatHasNoValue() throws {
        let text = tables([classes, none]).text(.json)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["page"] as? String == "classes" && json["dataset"] as? String == "pets")
        #expect((json["notes"] as? [String])?.count == 1)
        let rows = try #require(json["per_class"] as? [[String: Any]])
        #expect(rows[0]["label"] as? String == "cat, \"wild\"" && rows[0]["recall"] as? Double == 0.8125)
        #expect(rows[1]["label"] as? String == "a|b_c\n" && rows[1].count == 3)
        #expect((json["pairs"] as? [Any])?.isEmpty == true)
    }

    @Test func markdownIsForPeople() {
        let text = tables([classes, none]).text(.markdown)
        #expect(text.contains("- dataset: pets\n") && text.contains("\n10 of 12 images are classified.\n"))
        #expect(text.contains("| cat, \"wild\" | 12 | 81.2% | 1.25 | no |\n"))
        #expect(text.contains("| a\\|b\\_c\\\\n | 0 |  |  | yes |\n"))
        #expect(text.contains("## most confused\n\nnone\n"))
    }

    @Test(arguments: ["\u{1b}[31mred", "\u{202e}txt", "tab\there", "日本語", "back\\slash", "quote\"", "\u{7f}", "👍🏽"])
    func aStringReadsBackAsItIs(_ text: String) throws {
        let quoted = JSONText.quoted(text)
        #expect(try JSONDecoder().decode([String].self, from: Data("[\(quoted)]".utf8)) == [text])
        #expect(quoted.unicodeScalars.filter(\.isUnprintable).isEmpty)
    }

    @Test func aFloatIsWrittenAsShortAsItIs() {
        #expect(ResultTable.Cell.share(Float(0.3)) == .share(0.3))
        #expect(ResultTable.Cell.share(nil as Float?) == .missing)
    }

    @Test(arguments: [
        ("a.csv", ResultTables.Format.csv), ("b.x/a.JSON", .json), ("~/a.md", .markdown), ("a", nil), ("a.txt", nil),
        ("", nil), (".csv", nil), ("csv", nil),
    ])
    func theEndingChoosesTheFormat(_ name: String, _ format: ResultTables.Format?) {
        #expect(ResultTables.Format(ofFile: name) == format)
    }

    @Test func whatCSVHasNoRoomForIsSaid() {
        #expect(tables([classes, none]).lost(in: .csv) == "the other table and a note only in .json and .md")
        #expect(tables([classes, none]).lost(in: .json) == nil)
        #expect(ResultTables(page: "", facts: [], notes: [], tables: [classes]).lost(in: .csv) == nil)
    }

    @Test func whatIsStoppedLeavesNoFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString).csv")
        let long = ResultTable("images", title: "images", columns: ["file"], count: 5000) { [.text("\($0).png")] }
        #expect(throws: CancellationError.self) { try tables([long]).write(to: file, as: .csv, isCancelled: { true }) }
        #expect(!FileManager.default.fileExists(atPath: file.path))
        var told: [Int] = []
        try tables([long]).write(to: file, as: .csv, progress: { told.append($0) })
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(told.count == 4 && told == told.sorted())
        #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count == 5001)
    }
}
