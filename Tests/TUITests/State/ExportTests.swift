import Foundation
import Testing

@testable import Model
@testable import TUI

/// The page in view as a file.
@Suite struct ExportTests {
    private func page(_ key: Character, _ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char(key))
        return state
    }

    /// What Enter asks for once the file has a name.
    private func exported(_ state: State, as name: String) throws -> ResultTables {
        var state = state
        state.hit(.char("X"), .control("u"))
        state.typed(name)
        for work in state.apply(.key(.enter)) {
            if case .export(let tables, to: name, _, replacing: false) = work { return tables }
        }
        throw CocoaError(.featureUnsupported)
    }

    private func json(_ tables: ResultTables) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(tables.text(.json).utf8)) as? [String: Any])
    }

    @Test(arguments: Page.allCases)
    func everyPageIsWritten(_ page: Page) throws {
        var state = Sample.ready()
        state.hit(page.key)
        let tables = try exported(state, as: "out.json")
        #expect(tables.page == page.content.title && tables.tables.allSatisfy { !$0.columns.isEmpty })
        let json = try json(tables)
        #expect(json["dataset"] as? String == "Sample photos" && json["prompts"] as? String == "dataset's own")
        for format in ResultTables.Format.allCases { #expect(!tables.text(format).isEmpty) }
    }

    @Test func theImagesAreThoseListedInTheirOrder() throws {
        var state = page("1")
        state.hit(.char("w"), .char("s"), .down, .enter)
        let rows = try #require(try json(exported(state, as: "a.json"))["images"] as? [[String: Any]])
        #expect(rows.count == state.browse.rows.count && rows.count < 84)
        for (row, image) in zip(rows, state.browse.rows) {
            let outcome = try #require(state.outcome(of: image))
            #expect(row["file"] as? String == state.dataset?.images[image].path)
            #expect(row["label"] as? String != row["predicted"] as? String)
            #expect(Float(row["probability"] as? Double ?? .nan) == outcome.confidence)
            #expect(row["label_rank"] as? Int == outcome.truth?.rank)
        }
    }

    @Test func theClassesAreThoseOfThePage() throws {
        var state = page("3")
        state.hit(.char("s"))
        let rows = try #require(try json(exported(state, as: "a.json"))["per_class"] as? [[String: Any]])
        let figures = try #require(state.classTable.inquiry.answer?.figures)
        #expect(rows.map { $0["label"] as? String } == state.classTable.order.map { Sample.coarse[$0] })
        #expect(rows.map { $0["recall"] as? Double } == state.classTable.order.map { figures.rows[$0].recall })
    }

    @Test func theTableOfTheCursorComesFirst() throws {
        var state = page("5")
        state.hit(.tab, .char("i"), .escape)
        #expect(try exported(state, as: "a.csv").tables.first?.key == "measures")
        state.hit(.char("v"))
        #expect(try exported(state, as: "a.csv").tables.first?.key == "prompts_of_both")
        state.hit(.char("v"), .char("d"))
        #expect(try exported(state, as: "a.csv").tables.first?.key == "confusion")
        state = page("2")
        #expect(try exported(state, as: "a.csv").tables.map(\.key) == ["templates", "class_names"])
        state.hit(.tab)
        #expect(try exported(state, as: "a.csv").tables.map(\.key) == ["class_names", "templates"])
    }

    @Test func theMatrixHasEveryImageOnce() throws {
        let rows = try #require(try json(exported(page("4"), as: "a.json"))["matrix"] as? [[String: Any]])
        #expect(rows.reduce(0) { $0 + ($1["images"] as? Int ?? 0) } == 84)
    }

    @Test func anotherEndingIsRefused() {
        var state = page("3", 80, 24)
        state.hit(.char("X"), .control("u"))
        state.typed("classes.txt")
        #expect(screen(state).lines.contains { $0.contains("the name ends in .csv, .json or .md") })
        #expect(state.apply(.key(.enter)).isEmpty && state.popup is ExportPopup)
    }

    @Test func overwritingAsks() throws {
        var state = page("3", 80, 24)
        state.hit(.char("X"))
        expect(state, matches: "popup-export")
        state.hit(.enter)
        state.run(.notExported(.exists("classes.csv")))
        #expect(screen(state).lines.contains { $0.contains("this file exists; Enter replaces it") })
        let work = state.apply(.key(.enter))
        guard case .export(_, "classes.csv", .csv, replacing: true)? = work.first else {
            Issue.record("\(work)")
            return
        }
        state.run(.exported("/home/ada/classes.csv", rows: 14, lost: nil))
        #expect(screen(state).lines[1].contains("wrote 14 rows to /home/ada/classes.csv"))
    }

    @Test func whatTakesLongIsShownAndStopped() {
        var state = page("1")
        state.run(.exporting(2048, of: 84_000))
        #expect(screen(state).lines[1].contains("writing 2048 of 84000 rows…"))
        #expect(state.apply(.key(.char("X"))) == [.stopExport] && state.popup == nil)
        state.run(.notExported(.stopped))
        #expect(state.export == nil && state.message?.text == "nothing was written")
    }

    @Test func whereThereIsNothingItSaysSo() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("3"), .char("X"))
        #expect(state.message?.text == "export: there is nothing on this page yet")
        state.hit(.char("1"), .char("X"))
        #expect(state.popup is ExportPopup)
    }

    @Test func whatIsNotOverAllImagesSaysSo() throws {
        var state = Sample.ready(120, 40, embedded: 60)
        state.hit(.char("3"))
        #expect(try exported(state, as: "a.md").notes == ["60 of 84 images are classified."])
    }

    @Test func tabGoesOnWithThePath() {
        var state = page("3", 80, 24)
        state.hit(.char("X"))
        #expect(state.apply(.key(.tab)) == [.complete(path: "classes.csv")])
        state.run(
            .completed(
                path: "classes.csv", PathCompletion(path: "classes", candidates: ["classes.csv", "classes.old"])))
        #expect(screen(state).lines.contains { $0.contains("classes.old") })
    }

    @Test func theFileIsWrittenOnceAndKept() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let mailbox = Mailbox()
        let saving = Saving(in: folder, environment: [:], mailbox: mailbox)
        let tables = try exported(page("3"), as: "a.csv")
        for replacing in [false, false, true] { saving.export(tables, to: "a.csv", as: .csv, replacing: replacing) }
        saving.export(tables, to: "none/a.csv", as: .csv, replacing: false)
        saving.wait()
        let told = mailbox.take().map { letter in
            switch letter {
            case .event(.exported(let path, let rows, nil)): "\(path == folder.path + "/a.csv") \(rows)"
            case .event(.notExported(.exists(let name))): "exists \(name)"
            case .event(.notExported(.failed(let reason))): reason.contains("cannot be written") ? "failed" : reason
            default: "\(letter)"
            }
        }
        #expect(told == ["true 14", "exists a.csv", "true 14", "failed"])
        #expect(try String(contentsOf: folder.appending(path: "a.csv"), encoding: .utf8) == tables.text(.csv))
    }
}
