import Foundation
import GRDB
import Testing

@testable import Model

@Suite struct EmbeddingStoreTests {
    let folder: ScratchFolder
    let space = EmbeddingSpace(model: "model", preprocessing: "224", dimension: 4)

    init() throws { folder = try ScratchFolder() }

    private func open(_ space: EmbeddingSpace? = nil, in directory: URL? = nil) throws -> OpenSpace {
        try OpenSpace(EmbeddingStore(directory: directory ?? folder.url), space ?? self.space, folder.url)
    }

    @Test func whatIsSavedIsFoundByFileAndByContent() throws {
        let a = try folder.write("a.png", "content a")
        let b = try folder.write("b.png", "content b")
        try open().save([a], [[0.8, 0.6, 0, 0]])
        let again = try open()
        #expect(try again.rows([b, a, folder.file("none.png")]) == [nil, 0, nil])
        #expect(again.stored.rows[0] == [0.8, 0.6, 0, 0])
        let copy = ContentHash(of: Data("content a".utf8))
        #expect(try again.store.embedding(of: copy, in: again.stored) == [0.8, 0.6, 0, 0])
    }

    @Test func equalContentsHaveOneRow() throws {
        let files = try ["a", "b", "c"].map { try folder.write("\($0).png", $0 == "c" ? "two" : "one") }
        let space = try open()
        #expect(try space.save(files, [.one(0), .one(0), .one(1)]) == [0, 0, 1])
        #expect(try space.save([files[1]], [.one(0)]) == [0])
    }

    @Test func anotherModelPreprocessingOrContentIsAnotherEmbedding() throws {
        let a = try folder.write("a.png", "content a")
        try open().save([a], [.one(0)])
        for other in [
            EmbeddingSpace(model: "other", preprocessing: "224", dimension: 4),
            EmbeddingSpace(model: "model", preprocessing: "256", dimension: 4),
        ] {
            #expect(try open(other).rows([a]) == [nil])
        }
        try folder.write("a.png", "content A")
        #expect(try open().rows([a]) == [nil])
    }

    @Test func theSameFileListedTwiceIsFoundTwice() throws {
        let a = try folder.write("a \"quoted\" ü.png", "a")
        let space = try open()
        try space.save([a], [.one(2)])
        #expect(try space.rows([a, a]) == [0, 0])
    }

    @Test func fourProgramsWriteAtOnce() async throws {
        let directory = folder.file("cache")
        let files = try (0..<40).map { try folder.write("\($0).png", "content \($0)") }
        let (space, dataset) = (EmbeddingSpace(model: "m", preprocessing: "p", dimension: 40), folder.url)
        try await withThrowingTaskGroup { group in
            for part in 0..<4 {
                group.addTask {
                    // Each opens for itself, so that opening and migrating collide as well.
                    let opened = try OpenSpace(EmbeddingStore(directory: directory), space, dataset)
                    for index in files.indices where index % 4 == part {
                        try opened.save([files[index]], [.one(index, of: 40)])
                    }
                }
            }
            try await group.waitForAll()
        }
        let found = try open(space, in: directory)
        let rows = try found.rows(files).compactMap { $0 }
        #expect(Set(rows) == Set(0..<40))
        #expect(rows.map { found.stored.rows[$0] } == (0..<40).map { [Float].one($0, of: 40) })
    }

    @Test func rowsThatTheFileLostAreMissingAndMadeAgain() throws {
        let files = try (0..<4).map { try folder.write("\($0).png", "content \($0)") }
        let vectors = try {
            let space = try open()
            try space.save(files, (0..<4).map { .one($0) })
            return VectorFile.url(space.stored.vectors, in: folder.url)
        }()
        let whole = try Data(contentsOf: vectors)
        try whole.prefix(2 * 16 + 7).write(to: vectors)
        #expect(try open().rows(files) == [0, 1, nil, nil])
        try (Data(count: 16) + whole.dropFirst(16)).write(to: vectors)
        #expect(try open().rows(files) == [nil, 1, 2, 3])
        try FileManager.default.removeItem(at: vectors)
        let space = try open()
        #expect(try space.rows(files) == [nil, nil, nil, nil])
        // What the hole before them holds is no embedding.
        #expect(try space.save([files[3], files[0]], [.one(3), .one(0)]) == [4, 5])
        #expect(try open().rows(files) == [5, nil, nil, 4])
    }

    @Test func rowsOfAWriterThatDiedAreOverwritten() throws {
        let a = try folder.write("a.png", "a")
        let space = try open()
        try space.stored.rows.write([9, 9, 9, 9, 8, 8, 8, 8], at: 0)
        #expect(try space.save([a], [.one(1)]) == [0])
        #expect(try open().stored.rows[0] == .one(1))
    }

    @Test func aFileThatIsNoDatabaseIsSetAside() throws {
        try folder.write("embeddings.sqlite", Data(repeating: 0x41, count: 9000))
        try folder.write("embeddings-1.f32", "vectors that nothing refers to any more")
        let opening = EmbeddingStore.open(in: folder.url)
        let store = try #require(opening.store)
        #expect(opening.message?.contains("was damaged; it was set aside as embeddings.sqlite.corrupt-") == true)
        #expect(try store.summary().embeddings == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names.contains { $0.hasPrefix("embeddings.sqlite.corrupt-") })
        #expect(names.contains { $0.hasPrefix("embeddings-1.f32.corrupt-") })
        #expect(EmbeddingStore.open(in: folder.url).message == nil)
    }

    @Test func damageMetLaterIsMendedAndToldOnce() throws {
        let files = try (0..<3000).map { try folder.write("images/\($0).png", "content \($0)") }
        do {
            let space = try open()
            try space.save(files, (0..<3000).map { _ in .one(0) })
            try space.store.write { db in try db.execute(sql: "CREATE TABLE filler (x)") }
        }
        let file = folder.file("embeddings.sqlite")
        var bytes = try Data(contentsOf: file)
        bytes.replaceSubrange(65536..<bytes.count, with: Data(repeating: 0x55, count: bytes.count - 65536))
        try bytes.write(to: file)

        let space = try open()
        #expect(throws: StoreError.moved(file)) { try space.rows(files) }
        #expect(space.store.takeRepairMessage()?.contains("set aside") == true)
        #expect(space.store.takeRepairMessage() == nil)
        let mended = try OpenSpace(space.store, self.space, folder.url)
        #expect(try mended.rows(files).allSatisfy { $0 == nil })
        try mended.save([files[0]], [.one(0)])
        #expect(try mended.rows(files)[0] == 0)
    }

    @Test func aPlaceThatCannotHoldACacheIsOneLine() throws {
        try folder.write("file", "in the way")
        let opening = EmbeddingStore.open(in: folder.file("file/cache"))
        #expect(opening.store == nil)
        let message = try #require(opening.message)
        #expect(message.contains("file/cache/embeddings.sqlite: the embedding cache cannot be opened: "))
        #expect(!message.contains("\n"))
    }

    @Test func aNewerCacheIsLeftAlone() throws {
        do {
            let queue = try DatabaseQueue(path: folder.file("embeddings.sqlite").path)
            try queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        }
        #expect(
            throws: StoreError.newerVersion(
                folder.file("embeddings.sqlite"), found: 99, known: StoreSchema.migrations.version)
        ) {
            try EmbeddingStore(directory: folder.url)
        }
    }

    @Test func aCacheOfTheFirstVersionIsTakenOver() throws {
        do {
            let queue = try DatabaseQueue(path: folder.file("embeddings.sqlite").path)
            try queue.write { try $0.execute(sql: StoreSchema.migrations.steps[0] + "; PRAGMA user_version = 1") }
            try queue.write { db in
                try db.execute(sql: "INSERT INTO space VALUES (1, 'model', '224', 4)")
                try db.execute(sql: "INSERT INTO embedding VALUES (x'00', 1, x'00')")
            }
        }
        let a = try folder.write("a.png", "a")
        let space = try open()
        #expect(try space.rows([a]) == [nil])
        try space.save([a], [.one(0)])
        #expect(try space.rows([a]) == [0])
    }

    @Test func fourHundredImagesAreLookedUpInOneQueryAndLittleTime() throws {
        let files = try (0..<400).map { try folder.write("images/\($0).png", "content \($0)") }
        let space = try open(EmbeddingSpace(model: "m", preprocessing: "p", dimension: 512))
        try space.save(files, (0..<400).map { .one($0, of: 512) })
        var best = Duration.seconds(60)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let rows = try space.rows(files)
            best = min(best, ContinuousClock.now - start)
            #expect(rows == Array(0..<400))
        }
        #expect(best < .milliseconds(60), "\(best)")  // 15 in release; this is a debug build on a busy machine
    }
}

/// A space of a cache, opened for a dataset.
struct OpenSpace {
    let store: EmbeddingStore
    let stored: StoredSpace

    init(_ store: EmbeddingStore, _ space: EmbeddingSpace, _ folder: URL) throws {
        self.store = store
        stored = try store.open(space, for: folder)
    }

    @discardableResult
    func save(_ files: [URL], _ embeddings: [[Float]]) throws -> [Int] {
        let files = try files.map(ImageSource.init).map {
            EmbeddingStore.File(key: $0.key, fileVersion: $0.fileVersion, content: try $0.contentHash())
        }
        return try store.save(files, embeddings.map { $0[...] }, in: stored)
    }

    func rows(_ files: [URL]) throws -> [Int?] { try store.rows(of: files.map { ImageSource($0) }, in: stored).rows }
}

extension [Float] {
    /// A unit vector along an axis.
    static func one(_ axis: Int, of dimension: Int = 4) -> [Float] {
        (0..<dimension).map { $0 == axis % dimension ? 1 : 0 }
    }
}
