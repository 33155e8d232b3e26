import Foundation
import Testing

@testable import Model

@Suite struct PruningTests {
    let folder: ScratchFolder
    let store: EmbeddingStore
    let old: OpenSpace
    let new: OpenSpace
    let files: [URL]

    /// Datasets one (a, b) and two (c, d) by two models; b and c are equal.
    init() throws {
        let folder = try ScratchFolder()
        let store = try EmbeddingStore(directory: folder.file("cache"))
        let files = try [("one/a", "A"), ("one/b", "B"), ("two/c", "B"), ("two/d", "D")].map {
            try folder.write("\($0).png", $1)
        }
        func save(_ name: String, _ fingerprint: String) throws -> OpenSpace {
            let space = EmbeddingSpace(model: fingerprint, preprocessing: "p", dimension: 4, modelName: name)
            let one = try OpenSpace(store, space, folder.file("one"))
            try one.save(Array(files[0..<2]), [.one(0), .one(1)])
            let two = try OpenSpace(store, space, folder.file("two"))
            try two.save(Array(files[2...]), [.one(1), .one(3)])
            return two
        }
        old = try save("old", "0ld")
        new = try save("new", "new")
        (self.folder, self.store, self.files) = (folder, store, files)
    }

    private func opened(_ space: OpenSpace, _ name: String) throws -> OpenSpace {
        let fingerprint = name == "old" ? "0ld" : "new"
        return try OpenSpace(
            store, EmbeddingSpace(model: fingerprint, preprocessing: "p", dimension: 4, modelName: name),
            folder.file("two"))
    }

    private func vectorFiles() throws -> Int { try VectorFile.names(in: folder.file("cache")).count }

    @Test func aModelGoesByNameOrFingerprint() throws {
        #expect(try store.prune(Pruning(model: "0l"), isDryRun: true).embeddings == 3)
        #expect(try store.prune(Pruning(model: "old")) == Pruning.Outcome(embeddings: 3, files: 0, bytes: 48))
        #expect(try opened(old, "old").rows(files) == [nil, nil, nil, nil])
        #expect(try opened(new, "new").rows(files) == [0, 1, 1, 2])
    }

    @Test func whatAnotherDatasetAlsoHasStays() throws {
        let outcome = try store.prune(Pruning(dataset: folder.file("one")))
        #expect(outcome == Pruning.Outcome(embeddings: 2, files: 2, bytes: 32))
        let space = try opened(new, "new")
        #expect(try space.rows(files) == [nil, nil, 0, 1])
        #expect(space.stored.rows[0] == .one(1) && space.stored.rows[1] == .one(3) && space.stored.rows.count == 2)
        #expect(try store.summary().datasets.map(\.folder) == [folder.file("two").path])
    }

    @Test func filesThatAreGoneGo() throws {
        try FileManager.default.removeItem(at: files[1])
        #expect(try store.prune(Pruning(onlyMissing: true)) == Pruning.Outcome(embeddings: 0, files: 1, bytes: 0))
        try FileManager.default.removeItem(at: files[2])
        #expect(try store.prune(Pruning(onlyMissing: true)) == Pruning.Outcome(embeddings: 2, files: 1, bytes: 32))
        #expect(try opened(new, "new").rows(files) == [0, nil, nil, 1])
    }

    @Test func aDayOfUseKeepsWhatTheDatasetHas() throws {
        try store.write { db in
            try db.execute(sql: "UPDATE embedding SET made = 1000; UPDATE use SET day = 1000")
            try db.execute(sql: "UPDATE use SET day = 1010 WHERE space = 2 AND dataset = 2")
        }
        #expect(try store.prune(Pruning(unusedSince: Day(number: 1000))) == .nothing)
        let outcome = try store.prune(Pruning(unusedSince: Day(number: 1005)))
        #expect(outcome == Pruning.Outcome(embeddings: 4, files: 1, bytes: 64))
        #expect(try opened(new, "new").rows(files) == [nil, 0, 0, 1])
    }

    @Test func aTrialChangesNothing() throws {
        let before = try store.summary()
        #expect(try store.prune(Pruning(model: "old"), isDryRun: true).bytes == 48)
        let after = try store.summary()
        #expect(after.models == before.models && after.datasets == before.datasets && after.files == before.files)
        #expect(try vectorFiles() == 2)
    }

    @Test func oldFilesAndStrayOnesAreRemoved() throws {
        try folder.write("cache/embeddings-stray.f32", "left by a crash")
        _ = try store.prune(Pruning(dataset: folder.file("one")))
        #expect(try vectorFiles() == 2)
        _ = try store.prune(Pruning(model: "new"))
        _ = try store.prune(Pruning(model: "old"))
        #expect(try vectorFiles() == 0)
        #expect(try store.summary().files == 0)
    }

    @Test func whoHasTheOldFileNoticesAndNeverWritesIntoIt() throws {
        let before = new.stored.rows[2]
        _ = try store.prune(Pruning(dataset: folder.file("one")))
        #expect(throws: StoreError.moved(store.file)) { try new.save([files[0]], [.one(0)]) }
        #expect(throws: StoreError.moved(store.file)) { try new.rows(files) }
        #expect(new.stored.rows[2] == before)
        #expect(try opened(new, "new").save([files[0]], [.one(0)]) == [2])
    }

    @Test func aGapThatReencodingLeftIsClosed() throws {
        try store.write { db in try db.execute(sql: "DELETE FROM embedding WHERE row = 0") }
        _ = try store.prune(Pruning(model: "none of them"))
        let space = try opened(new, "new")
        #expect(try space.rows(files) == [nil, 0, 0, 1])
        #expect(space.stored.rows.count == 2)
    }
}
