import Foundation
import GRDB
import Testing

@testable import Model

@Suite struct TextStoreTests {
    let folder: ScratchFolder
    let home = Home(folder: repository)

    init() throws { folder = try ScratchFolder() }

    private let model = TextStore.Model(fingerprint: "m", dimension: 4, name: "model")

    private func texts(limit: Int = TextStore.limit, of model: TextStore.Model? = nil) throws -> StoredTexts {
        StoredTexts(try TextStore(directory: folder.url, limit: limit), of: model ?? self.model) {
            Issue.record("\($0)")
        }
    }

    @Test func aTextIsFoundByItsTokensAtTheNextStart() throws {
        try texts().keep([.one(0), .one(1)], of: [[1, 2, 3], [1, 2]])
        #expect(try texts().embeddings(of: [[1, 2], [1, 2, 3], [3, 2, 1]]) == [.one(1), .one(0), nil])
    }

    @Test func anotherModelOrPrecisionKnowsNothingOfIt() throws {
        try texts().keep([.one(0)], of: [[1]])
        for fingerprint in ["m-int8", "other"] {
            let other = TextStore.Model(fingerprint: fingerprint, dimension: 4, name: "model")
            #expect(try texts(of: other).embeddings(of: [[1]]) == [nil])
        }
    }

    @Test func whatIsBeyondTheLimitGoesByLastUse() throws {
        let limit = 100 * 16
        let store = try TextStore(directory: folder.url, limit: limit)
        let texts = StoredTexts(store, of: model) { Issue.record("\($0)") }
        texts.keep((0..<100).map { _ in .one(0) }, of: (0..<100).map { [$0] })
        try store.database.write { try $0.execute(sql: "UPDATE text SET used = id") }
        #expect(texts.embeddings(of: [[3]]) == [.one(0)])
        texts.keep([.one(1)], of: [[100]])
        let known = texts.embeddings(of: (0...100).map { [$0] }).map { $0 != nil }
        #expect(known[3] && known[100] && !known[0] && !known[10])
        #expect(try store.contents()[0].bytes <= limit)
    }

    @Test func aFileIsLittleLargerThanItsVectors() throws {
        let store = try TextStore(directory: folder.url)
        let model = TextStore.Model(fingerprint: "m", dimension: 512, name: "model")
        let vector = [Float](repeating: 1 / Float(512).squareRoot(), count: 512)
        StoredTexts(store, of: model) { Issue.record("\($0)") }.keep(
            (0..<1000).map { _ in vector }, of: (0..<1000).map { [$0] })
        let bytes = try store.database.read { db in
            try Int.fetchOne(db, sql: "PRAGMA page_count")! * Int.fetchOne(db, sql: "PRAGMA page_size")!
        }
        #expect(bytes < 1000 * 4 * 512 * 5 / 4, "\(bytes)")
    }

    @Test func aDamagedVectorIsNone() throws {
        let store = try TextStore(directory: folder.url)
        let texts = StoredTexts(store, of: model) { Issue.record("\($0)") }
        texts.keep([.one(0), .one(1), .one(2)], of: [[0], [1], [2]])
        try store.database.write {
            try $0.execute(sql: "UPDATE text SET vector = zeroblob(16) WHERE id = 1")
            try $0.execute(sql: "UPDATE text SET vector = x'00' WHERE id = 2")
        }
        #expect(texts.embeddings(of: [[0], [1], [2]]) == [nil, nil, .one(2)])
    }

    @Test func aDamagedFileIsSetAsideAndTold() throws {
        try texts().keep([.one(0)], of: [[1]])
        try Data(repeating: 0x5A, count: 9000).write(to: folder.file("texts.sqlite"))
        let store = try TextStore(directory: folder.url)
        #expect(store.takeRepairMessage()?.contains("texts.sqlite.corrupt-") == true)
        #expect(try store.contents().isEmpty)
    }

    @Test func textsArePrunedByModelAndAgeAndNotByImages() throws {
        let store = try TextStore(directory: folder.url)
        try texts().keep([.one(0), .one(1)], of: [[1], [2]])
        try texts(of: .init(fingerprint: "n", dimension: 4, name: "new")).keep([.one(0)], of: [[1]])
        #expect(try store.prune(Pruning(onlyMissing: true)) == .nothing)
        #expect(try store.prune(Pruning(unusedSince: Day.today)) == .nothing)
        #expect(try store.prune(Pruning(model: "new"), isDryRun: true) == .init(texts: 1, bytes: 16))
        #expect(try store.prune(Pruning(model: "model")) == .init(texts: 2, bytes: 32))
        #expect(try store.contents().map(\.name) == ["new"])
        #expect(try store.prune(Pruning(unusedSince: Day(number: Day.today.number + 1))) == .init(texts: 1, bytes: 16))
        #expect(try store.contents().isEmpty)
    }

    @Test func onlyWhatIsNewIsEncoded() throws {
        let first = try CLIP(contentsOf: home.model, home: home)
        let second = try CLIP(contentsOf: home.model, home: home)
        let exact = try first.embed(text: ["a cat", "a dog", "a cat"])
        first.rememberTexts(in: try TextStore(directory: folder.url)) { Issue.record("\($0)") }
        _ = try first.embed(text: ["a cat"])
        #expect(try TextStore(directory: folder.url).contents().map(\.texts) == [1])
        second.rememberTexts(in: try TextStore(directory: folder.url)) { Issue.record("\($0)") }
        let mixed = try second.embed(text: ["a cat", "a dog", "a cat"])
        #expect(zip(mixed.values, exact.values).allSatisfy { abs($0 - $1) < 1e-5 })
        // All is known now, so that not even a cancelled run has something to do.
        #expect(try second.embed(text: ["a dog", "a cat"], isCancelled: { true })[0] == mixed[1])
    }
}
