import Foundation
import GRDB
import Testing

@testable import Model

/// A file whose pages are whole, with values in it that no program of ours writes: all is told, nothing traps.
@Suite struct WrongValueTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func fill(_ history: History) throws {
        try history.save(PromptSet(name: "", templates: ["a {label}"]), as: "set")
        try history.note("a note", on: history.savedSet("set"))
        let pets = URL(filePath: "/pets")
        let dataset = Dataset(
            name: "pets", folder: pets, images: ImageList(paths: [], in: FilePath("/pets")), labelColumns: [])
        let outcomes = (0..<4).map { Outcome(probabilities: [0.9, 0.1], label: $0 < 2 ? 0 : 1) }
        try history.record(
            History.Run(
                #require(Metrics(outcomes, classes: 2)), images: 4, of: dataset,
                labelColumn: Dataset.LabelColumn(name: "species", classes: ["cat", "dog"], labels: []), split: "test",
                model: "embedded", fingerprint: "f00d", location: URL(filePath: "/model"), prompts: .photo))
        try history.note("a note", onRun: 1)
        try history.keep(.init(mark: "marked", note: "a note"), on: "cat.png", in: pets)
        try history.keep(
            History.Session(
                dataset: pets, model: URL(filePath: "/model"), labelColumn: "species", prompts: .photo,
                filter: ["text": "cat"], order: "loss", selected: "cat.png", theme: "light"))
    }

    /// Reads and prints all that the program reads and prints of a history.
    private func readAll(_ directory: URL) -> [any Error] {
        let pets = URL(filePath: "/pets")
        let style = TextStyle(columns: 80, isUnicode: true)
        let readers: [(History) throws -> Void] = [
            { _ = try RunListing($0.runs()).text(style) }, { _ = try JSONEncoder().encode(RunListing($0.runs())) },
            { _ = try RunReport($0.run(1)).text(style) }, { _ = try $0.run(1).promptSet },
            { _ = try SavedSetListing($0.allSets()).text(style) }, { _ = try $0.newestSets().map { try $0.promptSet } },
            { _ = try $0.savedSet("set@1") }, { _ = try $0.remarks(in: pets) },
            { _ = try RemarkListing($0.keptRemarks()).text(style) }, { _ = try $0.session(of: pets) },
            { _ = try $0.lastSession() },
        ]
        var errors: [any Error] = []
        for reader in readers {
            do { try reader(History(directory: directory)) } catch { errors.append(error) }
        }
        return errors
    }

    /// Writes all that the program writes.
    private func writeAll(_ directory: URL) -> [any Error] {
        let writers: [(History) throws -> Void] = [
            fill, { try $0.note("other", onRun: 1) }, { try $0.save(.photo, as: "set") },
            { try $0.keep(History.Session(dataset: URL(filePath: "/other"))) },
        ]
        var errors: [any Error] = []
        for writer in writers {
            do { try writer(History(directory: directory)) } catch { errors.append(error) }
        }
        return errors
    }

    @Test func everyColumnOfTheHistoryWithEveryWrongValueIsToldAndLeftAsItIs() throws {
        let sound = folder.file("sound")
        try fill(History(directory: sound))
        let database = HostileValues(file: History.file(in: sound))
        try database.loosen()
        #expect(readAll(sound).isEmpty)
        let columns = try database.columns()
        #expect(columns.count > 25)
        let bytes = try Data(contentsOf: database.file)
        var told = 0
        var generator = SeededGenerator(seed: 1)
        for (number, column) in columns.enumerated() {
            for (index, value) in HostileValues.some(&generator).enumerated() {
                let place = folder.file("\(number)-\(index)")
                let copy = HostileValues(file: History.file(in: place))
                try folder.write("\(number)-\(index)/history.sqlite", bytes)
                guard try copy.set(column, to: value) else { continue }
                let before = try Data(contentsOf: copy.file)
                let errors = readAll(place)
                #expect(try Data(contentsOf: copy.file) == before, "\(column) = \(value)")
                for error in errors + writeAll(place) {
                    let line = message(of: error)
                    #expect(!line.contains("\n") && line.utf8.count < 600, "\(column) = \(value): \(line)")
                    #expect(!line.contains("could not decode"), "\(column) = \(value): \(line)")
                }
                told += errors.isEmpty ? 0 : 1
                try FileManager.default.removeItem(at: place)
            }
        }
        #expect(told > 20, "\(told)")
    }

    @Test(arguments: [
        ("run", "date", "'garbage'", "table run: date is \"garbage\", expected a date"),
        ("run", "top1", "'abc'", "table run: top1 is \"abc\", expected a number"),
        ("run", "top1", "7", "table run: top1 is 7.0, expected 0 to 1"),
        ("run", "images", "1.5", "table run: images is 1.5, expected a whole number"),
        ("run", "toml", "x'414243'", "table run: toml is a blob of 3 bytes, expected text"),
        ("prompt_set", "version", "9223372036854775807", "expected 0 to 281474976710656"),
        ("session", "document", "x'414243'", "table session: document is a blob of 3 bytes, expected text"),
        ("image", "date", "1e300", "table image: date is \"1.0e+300\", expected a date"),
    ])
    func aWrongValueIsNamed(table: String, column: String, value: String, line: String) throws {
        try fill(History(directory: folder.url))
        let file = HostileValues(file: History.file(in: folder.url))
        #expect(try file.set(.init(table: table, name: column), to: value))
        let lines = readAll(folder.url).map(message(of:))
        #expect(!lines.isEmpty)
        for found in lines {
            #expect(found.contains("the history is damaged (") && found.contains(line), "\(found)")
            #expect(found.contains("and is left as it is"))
        }
    }

    @Test func aLinkToNothingIsNoEmptyHistory() throws {
        let target = folder.file("elsewhere/history.sqlite").path
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("history.sqlite").path, withDestinationPath: target)
        let expected = "history.sqlite is a link to \(target), which is not there"
        for open in [{ try History(directory: $0) }, { try History.existing(in: $0) }] as [(URL) throws -> History?] {
            #expect { try open(folder.url) } throws: { message(of: $0).hasSuffix(expected) }
        }
        // Nor is a folder of it.
        try FileManager.default.createSymbolicLink(atPath: folder.file("state").path, withDestinationPath: "gone")
        #expect { try History.existing(in: folder.file("state/clipscope")) } throws: {
            message(of: $0).hasSuffix("state is a link to gone, which is not there")
        }
        #expect { try EmbeddingStore.existing(in: folder.file("state/clipscope")) } throws: {
            message(of: $0).hasSuffix("state is a link to gone, which is not there")
        }
        #expect(try History.existing(in: folder.file("nothing")) == nil)
    }

    @Test func everyColumnOfTheCacheWithEveryWrongValueGivesRightVectorsOrNone() throws {
        let images = try ["a", "b", "c"].map { try folder.write("\($0).png", "content \($0)") }
        let vectors: [[Float]] = [.one(0), .one(1), .one(2)]
        let space = EmbeddingSpace(model: "model", preprocessing: "224", dimension: 4, modelName: "name")
        let model = TextStore.Model(fingerprint: "m", dimension: 4, name: "model")
        let hashes = (0..<3).map { ContentHash(of: Data([UInt8($0)])) }
        let modelFile = FileVersion(size: 1, modifiedNanoseconds: 2, inode: 3)
        let sound = folder.file("sound")
        do {
            try OpenSpace(EmbeddingStore(directory: sound), space, folder.url).save(images, vectors)
            let texts = try TextStore(directory: sound)
            try texts.save(vectors, of: hashes, model: model)
            texts.keep(hashes[0], of: "/model", modelFile)
        }
        var generator = SeededGenerator(seed: 2)
        for name in ["embeddings", "texts"] {
            let database = HostileValues(file: sound.appending(path: "\(name).sqlite"))
            try database.loosen()
            for (number, column) in try database.columns().enumerated() {
                for (index, value) in HostileValues.some(&generator).enumerated() {
                    let place = folder.file("\(name)-\(number)-\(index)")
                    try FileManager.default.copyItem(at: sound, to: place)
                    guard try HostileValues(file: place.appending(path: "\(name).sqlite")).set(column, to: value) else {
                        continue
                    }
                    try expectTruth(in: place, "\(column) = \(value)", space, images, vectors, model, hashes)
                    let hash = try? TextStore(directory: place).hash(of: "/model", modelFile)
                    #expect(hash == nil || hash == hashes[0], "\(column) = \(value)")
                    try FileManager.default.removeItem(at: place)
                }
            }
        }
    }

    /// What is found is right, and what is saved is found.
    private func expectTruth(
        in place: URL, _ comment: Comment, _ space: EmbeddingSpace, _ images: [URL], _ vectors: [[Float]],
        _ model: TextStore.Model, _ hashes: [ContentHash]
    ) throws {
        func attempt(_ body: () throws -> Void) {
            do {
                try body()
            } catch {
                #expect(error is StoreError, comment)
                #expect(!message(of: error).contains("\n") && !message(of: error).contains("could not decode"), comment)
            }
        }
        attempt {
            let opened = try OpenSpace(EmbeddingStore(directory: place), space, folder.url)
            for (row, vector) in zip(try opened.rows(images), vectors) {
                if let row { #expect(opened.stored.rows[row] == vector, comment) }
            }
            for (row, vector) in zip(try opened.save(images, vectors), vectors) {
                #expect(opened.stored.rows[row] == vector, comment)
            }
        }
        attempt { _ = try EmbeddingStore(directory: place).summary() }
        attempt { _ = try EmbeddingStore(directory: place).prune(Pruning(model: "name")) }
        attempt { _ = try EmbeddingStore(directory: place).prune(Pruning(onlyMissing: true)) }
        attempt {
            let texts = try TextStore(directory: place)
            for (found, vector) in zip(try texts.embeddings(of: hashes, model: model), vectors) {
                #expect(found == nil || found == vector, comment)
            }
            try texts.save(vectors, of: hashes, model: model)
            _ = try texts.contents()
            _ = try texts.prune(Pruning(model: "model"))
        }
    }
}
