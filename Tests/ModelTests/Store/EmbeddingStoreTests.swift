import Foundation
import GRDB
import Testing

@testable import Model

@Suite struct EmbeddingStoreTests {
    let folder: ScratchFolder
    let space = EmbeddingSpace(model: "model", preprocessing: "224", dimension: 4)

    init() throws { folder = try ScratchFolder() }

    private func entry(_ file: URL, _ embedding: [Float]?) throws -> EmbeddingStore.Entry {
        try .init(
            path: file.path, stamp: #require(FileStamp(path: file.path)),
            content: ContentHash(contentsOf: file), embedding: embedding.map { $0[...] })
    }

    @Test func whatIsSavedIsFoundByFileAndByContent() throws {
        let a = try folder.write("a.png", "content a")
        let b = try folder.write("b.png", "content b")
        let store = try EmbeddingStore(directory: folder.file("cache"))
        try store.save([entry(a, [1, 2, 3, -0.5])], in: space)

        let again = try EmbeddingStore(directory: folder.file("cache"))
        let known = try again.embeddings(of: [b, a, folder.file("none.png")].map { ImageSource($0) }, in: space)
        #expect(known.found.map(\.index) == [1])
        #expect(known.found.first?.embedding == [1, 2, 3, -0.5])
        #expect(known.missing == [0, 2])

        let copy = ContentHash(of: Data("content a".utf8))
        #expect(try again.embeddings(of: [copy], in: space)[copy] == [1, 2, 3, -0.5])
    }

    @Test func anotherModelPreprocessingOrContentIsAnotherEmbedding() throws {
        let a = try folder.write("a.png", "content a")
        let store = try EmbeddingStore(directory: folder.url)
        try store.save([entry(a, [1, 2, 3, 4])], in: space)
        for other in [
            EmbeddingSpace(model: "other", preprocessing: "224", dimension: 4),
            EmbeddingSpace(model: "model", preprocessing: "256", dimension: 4),
        ] {
            #expect(try store.embeddings(of: [ImageSource(a)], in: other).found.isEmpty)
        }
        try folder.write("a.png", "content A")
        #expect(try store.embeddings(of: [ImageSource(a)], in: space).missing == [0])
    }

    @Test func theSameFileListedTwiceIsFoundTwice() throws {
        let a = try folder.write("a \"quoted\" ü.png", "a")
        let store = try EmbeddingStore(directory: folder.url)
        try store.save([entry(a, [1, 0, 0, 0])], in: space)
        #expect(try store.embeddings(of: [ImageSource(a), ImageSource(a)], in: space).found.map(\.index) == [0, 1])
    }

    @Test func twoConnectionsWriteAtOnce() async throws {
        let directory = folder.file("cache")
        let files = try (0..<40).map { try folder.write("\($0).png", "content \($0)") }
        let entries = try files.map { try entry($0, [Float(files.firstIndex(of: $0)!), 0, 0, 0]) }
        let space = space
        try await withThrowingTaskGroup { group in
            for part in 0..<4 {
                group.addTask {
                    // Each opens for itself, so that opening and migrating collide as well.
                    let store = try EmbeddingStore(directory: directory)
                    for index in entries.indices where index % 4 == part {
                        try store.save([entries[index]], in: space)
                    }
                }
            }
            try await group.waitForAll()
        }
        let known = try EmbeddingStore(directory: directory).embeddings(of: files.map { ImageSource($0) }, in: space)
        #expect(known.found.map { $0.embedding[0] } == (0..<40).map(Float.init))
    }

    @Test func aFileThatIsNoDatabaseIsSetAside() throws {
        try folder.write("embeddings.sqlite", Data(repeating: 0x41, count: 9000))
        let opening = EmbeddingStore.open(in: folder.url)
        let store = try #require(opening.store)
        #expect(opening.message?.contains("was damaged; it was set aside as embeddings.sqlite.corrupt-") == true)
        #expect(try store.summary().embeddings == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(names.contains { $0.hasPrefix("embeddings.sqlite.corrupt-") })
        #expect(EmbeddingStore.open(in: folder.url).message == nil)
    }

    @Test func damageMetLaterIsMendedAndToldOnce() throws {
        let files = try (0..<300).map { try folder.write("\($0).png", "content \($0)") }
        let big = EmbeddingSpace(model: "m", preprocessing: "p", dimension: 512)
        do {
            let store = try EmbeddingStore(directory: folder.url)
            try store.save(files.map { try entry($0, [Float](repeating: 1, count: 512)) }, in: big)
            try store.write { db in try db.execute(sql: "CREATE TABLE filler (x)") }
        }
        let file = folder.file("embeddings.sqlite")
        var bytes = try Data(contentsOf: file)
        bytes.replaceSubrange(8192..<(bytes.count - 4096), with: Data(repeating: 0x55, count: bytes.count - 12288))
        try bytes.write(to: file)

        let store = try EmbeddingStore(directory: folder.url)
        #expect(try store.embeddings(of: files.map { ImageSource($0) }, in: big).missing.count == 300)
        #expect(store.takeRepairMessage()?.contains("set aside") == true)
        #expect(store.takeRepairMessage() == nil)
        try store.save([entry(files[0], [Float](repeating: 1, count: 512))], in: big)
        #expect(try store.embeddings(of: files.map { ImageSource($0) }, in: big).found.count == 1)
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
            throws: StoreError.newerVersion(folder.file("embeddings.sqlite"), found: 99, known: StoreSchema.version)
        ) {
            try EmbeddingStore(directory: folder.url)
        }
    }

    @Test func fourHundredImagesAreLookedUpInOneQueryAndLittleTime() throws {
        let files = try (0..<400).map { try folder.write("images/\($0).png", "content \($0)") }
        let big = EmbeddingSpace(model: "m", preprocessing: "p", dimension: 512)
        let store = try EmbeddingStore(directory: folder.url)
        try store.save(files.map { try entry($0, [Float](repeating: 1, count: 512)) }, in: big)
        var best = Duration.seconds(60)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let known = try store.embeddings(of: files.map { ImageSource($0) }, in: big)
            best = min(best, ContinuousClock.now - start)
            #expect(known.found.count == 400)
        }
        #expect(best < .milliseconds(60), "\(best)")  // 15 in release; this is a debug build on a busy machine
    }
}
