import Foundation
import GRDB
import Testing

@testable import Model

@Suite struct HistoryTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func history() throws -> History { try History(directory: folder.url) }

    private func run(
        _ prompts: PromptSet = .photo, top1: Int = 1, split: String? = nil, classes: [String] = ["cat", "dog"],
        fingerprint: String = "f00d"
    ) throws -> History.Run {
        let dataset = Dataset(
            name: "pets", folder: URL(filePath: "/pets"), images: ImageList(paths: [], in: FilePath("/pets")),
            labelColumns: [])
        let outcomes = (0..<4).map { Outcome(probabilities: [0.9, 0.1], label: $0 < top1 ? 0 : 1) }
        return try History.Run(
            #require(Metrics(outcomes, classes: 2)), images: 4, of: dataset,
            labelColumn: Dataset.LabelColumn(name: "species", classes: classes, labels: []), split: split,
            model: "embedded",
            fingerprint: fingerprint, location: URL(filePath: "/model"), prompts: prompts)
    }

    @Test func everyVersionOfASetIsKept() throws {
        let first = PromptSet(
            name: "any",
            entries: [.init(PromptTemplate("a {label}.")), .init(PromptTemplate("no place"), isOn: false)],
            classNames: ["tabby": ["tabby cat", "\"striped\" cat"]])
        var second = first
        second.entries[0].isOn = false
        try history().save(first, as: "pets")
        let saved = try history().save(second, as: "pets")
        #expect(saved.isNew && saved.saved.version == 2)

        let versions = try history().versions(of: "pets")
        #expect(versions.map(\.version) == [2, 1])
        var expected = [second, first]
        for index in expected.indices { expected[index].name = "pets" }
        #expect(try versions.map { try $0.promptSet } == expected)
    }

    @Test func whatIsUnchangedIsNoNewVersion() throws {
        try history().save(.photo, as: "pets")
        let again = try history().save(.photo, as: "pets")
        #expect(!again.isNew && again.saved.version == 1)
        #expect(try history().allSets().count == 1)
    }

    @Test func setsAreListedByTheirNewestVersion() throws {
        let history = try history()
        try history.save(.photo, as: "a")
        try history.save(.photo, as: "b")
        try history.save(PromptSet(name: "", templates: ["one {label}"]), as: "a")
        #expect(try history.newestSets().map { "\($0.name) \($0.version)" } == ["a 2", "b 1"])
    }

    @Test(arguments: [
        ("a", "a 2"), ("a@1", "a 1"), ("a@2", "a 2"), ("me@work", "me@work 1"), ("me@work@1", "me@work 1"),
    ])
    func aSetIsNamedWithOrWithoutItsVersion(_ reference: String, _ found: String) throws {
        let history = try history()
        for template in ["one {label}", "two {label}"] {
            try history.save(PromptSet(name: "", templates: [template]), as: "a")
        }
        try history.save(.photo, as: "me@work")
        let saved = try history.savedSet(reference)
        #expect("\(saved.name) \(saved.version)" == found)
    }

    @Test func whatIsNotSavedNamesWhatIs() throws {
        try history().save(.photo, as: "a")
        #expect(throws: HistoryError.noSet("b", known: ["a"])) { try history().savedSet("b") }
        #expect(throws: HistoryError.noVersion("a", version: 7, newest: 1)) { try history().savedSet("a@7") }
    }

    @Test func aNoteStaysWithItsVersion() throws {
        let saved = try history().save(.photo, as: "a").saved
        try history().note("from the paper", on: saved)
        #expect(try history().savedSet("a").note == "from the paper")
        try history().note("", on: saved)
        #expect(try history().savedSet("a").note == nil)
    }

    @Test func aRunReadsBackAsRecorded() throws {
        let run = try run(split: "dev")
        let id = try history().record(run)
        let recorded = try history().run(id)
        #expect(recorded.run == run && recorded.note == nil)
        #expect(abs(recorded.date.timeIntervalSinceNow) < 60)
        #expect(recorded.run.figures.top1 == 0.25)
    }

    @Test func theSameEvaluationIsOneRunWithItsNewestFigures() throws {
        let id = try history().record(run(top1: 1))
        try history().note("first try", onRun: id)
        #expect(try history().record(run(top1: 2)) == id)
        let recorded = try history().run(id)
        #expect(recorded.run.figures.top1 == 0.5 && recorded.note == "first try")
    }

    @Test func anotherSplitClassOrModelOrAnotherTemplateIsAnotherRun() throws {
        var off = PromptSet.photo
        off.entries.append(.init(PromptTemplate("one {label}"), isOn: false))
        var on = off
        on.entries[1].isOn = true
        let history = try history()
        // A template that is off takes no part.
        for run in try [
            run(), run(off), run(on), run(split: "dev"), run(classes: ["cat", "cow"]), run(fingerprint: "beef"),
        ] { try history.record(run) }
        #expect(try history.runs().count == 5)
    }

    @Test func aRunThatIsNotThereNamesThoseThatAre() throws {
        #expect(throws: HistoryError.noRun(3, known: nil)) { try history().run(3) }
        let id = try history().record(run())
        #expect(throws: HistoryError.noRun(id + 1, known: id...id)) { try history().note("x", onRun: id + 1) }
    }

    @Test func remarksOnImagesAreKeptByFolder() throws {
        let (pets, zoo) = (URL(filePath: "/pets"), URL(filePath: "/zoo"))
        let path = "cats/1\u{1b}.jpg"
        try history().keep(History.Remark(mark: "label error"), on: path, in: pets)
        try history().keep(History.Remark(mark: "label error", note: "a lynx"), on: path, in: pets)
        try history().keep(History.Remark(note: "dark"), on: "2.jpg", in: pets)
        #expect(try history().remarks(in: pets)[path] == History.Remark(mark: "label error", note: "a lynx"))
        #expect(try history().remarks(in: zoo).isEmpty)
        try history().keep(History.Remark(), on: path, in: pets)
        #expect(try history().remarks(in: pets).keys.sorted() == ["2.jpg"])
        try history().keep(History.Remark(mark: "marked"), on: "1.jpg", in: zoo)
        let all = try history().keptRemarks()
        #expect(Set(all.map(\.path)) == ["1.jpg", "2.jpg"] && all == all.sorted { $0.folder.path < $1.folder.path })
        let own = try history().keptRemarks(in: zoo)
        #expect(own.map(\.remark) == [History.Remark(mark: "marked")] && own[0].folder.path == zoo.path)
    }

    @Test func aSessionReadsBackAndTheLastOneIsKnown() throws {
        let pets = History.Session(
            dataset: URL(filePath: "/pets", directoryHint: .isDirectory), model: URL(filePath: "/models/b32"),
            labelColumn: "breed", paths: TablePaths(column: "id", folder: "train", ending: "jpg"),
            prompts: PromptSet(name: "mine", templates: ["half a templ"]),
            filter: ["verdict": "wrong", "text": "tabby"], order: "most wrong", selected: "cats/1.jpg", theme: "light")
        let zoo = History.Session(dataset: URL(filePath: "/zoo", directoryHint: .isDirectory))
        try history().keep(pets)
        try history().keep(zoo)
        #expect(try history().lastSession()?.session == zoo)
        #expect(try history().session(of: URL(filePath: "/pets"))?.session == pets)
        try history().keep(pets)
        #expect(try history().lastSession()?.session == pets)
        #expect(try history().session(of: URL(filePath: "/nowhere")) == nil)
    }

    @Test func whatIsReportedAsSavedIsOnTheDisk() throws {
        #expect(try history().read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        #expect(try history().read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
    }

    @Test func lookingMakesNoHistory() throws {
        #expect(try History.existing(in: folder.file("state")) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.file("state").path))
    }

    @Test func fourConnectionsSaveAtOnce() async throws {
        let directory = folder.file("state")
        try await withThrowingTaskGroup { group in
            for part in 0..<4 {
                group.addTask {
                    // Each opens for itself, so that opening and migrating collide as well.
                    let history = try History(directory: directory)
                    for number in 0..<10 {
                        try history.save(PromptSet(name: "", templates: ["\(part) \(number) {label}"]), as: "shared")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try History(directory: directory).versions(of: "shared").map(\.version) == (1...40).reversed())
    }
}

@Suite struct PromptSetNameTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try History(directory: folder.file("state")).save(PromptSet(name: "", templates: ["saved {label}"]), as: "mine")
    }

    private func named(_ name: String, state: String = "state") throws -> String {
        try PromptSet(named: name, file: folder.file(name), state: folder.file(state)).entries[0].template.text
    }

    @Test func aFileWinsOverASavedSet() throws {
        #expect(try named("mine") == "saved {label}")
        #expect(try named("mine@1") == "saved {label}")
        try folder.write("mine", "filed {label}\n")
        #expect(try named("mine") == "filed {label}")
    }

    @Test func whatIsNeitherNamesBoth() throws {
        let file = folder.file("your")
        #expect(throws: HistoryError.neitherFileNorSet("your", file: file, known: ["mine"])) { try named("your") }
        #expect(throws: HistoryError.neitherFileNorSet("your", file: file, known: [])) {
            try named("your", state: "none")
        }
    }

    @Test(arguments: ["mine.toml", "folder/mine"]) func whatLooksLikeAPathIsAFile(_ name: String) {
        #expect(throws: TOMLFile.Failure.unreadable(folder.file(name), reason: "No such file or directory")) {
            try named(name)
        }
    }
}
