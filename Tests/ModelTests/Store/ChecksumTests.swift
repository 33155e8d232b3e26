import Foundation
import GRDB
import Testing

@testable import Model

/// What the cache says is checked as it is read: a vector that changed or stands in another's place counts as missing.
@Suite struct ChecksumTests {
    let folder: ScratchFolder
    let space = EmbeddingSpace(model: "model", preprocessing: "224", dimension: 4)

    init() throws { folder = try ScratchFolder() }

    private func opened() throws -> OpenSpace {
        try OpenSpace(EmbeddingStore(directory: folder.url), space, folder.url)
    }

    private func filled() throws -> (images: [URL], file: URL) {
        let images = try (0..<4).map { try folder.write("\($0).png", "content \($0)") }
        let space = try opened()
        try space.save(images, (0..<4).map { .one($0) })
        return (images, VectorFile.url(space.stored.vectors, in: folder.url))
    }

    @Test(arguments: ["swapped", "rotated", "sign", "bit", "other unit vector"])
    func aVectorOfUnitLengthThatIsNotTheImagesOwnIsMissing(how: String) throws {
        let (images, file) = try filled()
        var bytes = [UInt8](try Data(contentsOf: file))
        let expected: [Int?]
        switch how {
        case "swapped":
            bytes = Array(bytes[16..<32] + bytes[..<16] + bytes[32...])
            expected = [nil, nil, 2, 3]
        case "rotated":
            bytes = Array(bytes[16...] + bytes[..<16])
            expected = [nil, nil, nil, nil]
        case "sign":
            bytes[3] ^= 0x80
            expected = [nil, 1, 2, 3]
        case "bit":
            bytes[16 + 4] ^= 1
            expected = [0, nil, 2, 3]
        default:
            bytes.replaceSubrange(32..<48, with: [Float].one(0).withUnsafeBytes(Array.init))
            expected = [0, 1, nil, 3]
        }
        try Data(bytes).write(to: file)
        let space = try opened()
        #expect(try space.rows(images) == expected)
        for (image, row) in zip(images, expected) {
            let found = try space.store.embedding(of: ContentHash(contentsOf: image), in: space.stored)
            #expect((found == nil) == (row == nil))
        }
        // They are made again, and all is right then.
        let rows = try space.save(images, (0..<4).map { .one($0) })
        #expect(rows.map { space.stored.rows[$0] } == (0..<4).map { [Float].one($0) })
        #expect(try opened().rows(images) == rows)
    }

    @Test func rowsOfTheDatabaseThatChangedPlacesAreMissing() throws {
        let (images, _) = try filled()
        let store = try opened().store
        // Two images' places in the vector file.
        try store.write {
            try $0.execute(sql: "UPDATE embedding SET row = 1 - row WHERE row < 2")
        }
        #expect(try opened().rows(images) == [nil, nil, 2, 3])
        // An image's content.
        try store.write {
            try $0.execute(
                sql: "UPDATE file SET content = (SELECT content FROM embedding WHERE row = 3) WHERE key LIKE '%/2.png'")
        }
        #expect(try opened().rows(images) == [nil, nil, nil, 3])
    }

    @Test func aVectorOfAnotherModelIsMissing() throws {
        let (images, _) = try filled()
        try opened().store.write { try $0.execute(sql: "UPDATE space SET model = 'other'") }
        let other = EmbeddingSpace(model: "other", preprocessing: "224", dimension: 4)
        #expect(
            try OpenSpace(EmbeddingStore(directory: folder.url), other, folder.url).rows(images)
                == [nil, nil, nil, nil])
    }

    @Test func pruningKeepsNoVectorThatIsNotTheImagesOwn() throws {
        let (images, file) = try filled()
        var bytes = try Data(contentsOf: file)
        bytes[3] ^= 0x80
        try bytes.write(to: file)
        try FileManager.default.removeItem(at: images[3])
        _ = try opened().store.prune(Pruning(onlyMissing: true))
        #expect(try opened().store.summary().embeddings == 2)
        #expect(try opened().rows(images) == [nil, 0, 1, nil])
    }

    @Test func textsThatChangedPlacesAreNone() throws {
        let store = try TextStore(directory: folder.url)
        let model = TextStore.Model(fingerprint: "m", dimension: 4, name: "model")
        let hashes = (0..<3).map { ContentHash(of: Data([UInt8($0)])) }
        try store.save((0..<3).map { .one($0) }, of: hashes, model: model)
        try store.database.write {
            try $0.execute(sql: "UPDATE text SET vector = (SELECT vector FROM text WHERE id = 2) WHERE id = 1")
        }
        #expect(try store.embeddings(of: hashes, model: model) == [nil, .one(1), .one(2)])
    }

    @Test func aModelsFileThatHasAnothersHashIsReadAgain() throws {
        let store = try TextStore(directory: folder.url)
        let fileVersion = FileVersion(size: 1, modifiedNanoseconds: 2, inode: 3)
        for name in ["a", "b"] { store.keep(ContentHash(of: Data(name.utf8)), of: name, fileVersion) }
        #expect(store.hash(of: "a", fileVersion) == ContentHash(of: Data("a".utf8)))
        try store.database.write {
            try $0.execute(
                sql: "UPDATE file SET content = (SELECT content FROM file WHERE path = 'b') WHERE path = 'a'")
        }
        #expect(store.hash(of: "a", fileVersion) == nil)
    }

    @Test func aCacheWithoutChecksumsIsBuiltAnewAndItsVectorsAreRemoved() throws {
        let old = folder.file("embeddings-old.f32")
        do {
            let queue = try DatabaseQueue(path: folder.file("embeddings.sqlite").path)
            try queue.write { db in
                for step in StoreSchema.migrations.steps.prefix(2) { try db.execute(sql: step) }
                try db.execute(
                    sql: """
                        INSERT INTO space VALUES (1, 'model', '224', 4, 'name', 'embeddings-old.f32', 1);
                        INSERT INTO embedding VALUES (1, zeroblob(16), 0, 20000);
                        PRAGMA user_version = 2
                        """)
            }
            try Data(count: 16).write(to: old)
        }
        let opening = EmbeddingStore.open(in: folder.url)
        #expect(opening.message?.hasSuffix("of an earlier version had no checksums; it is built anew") == true)
        #expect(try opening.store?.summary().embeddings == 0)
        #expect(!FileManager.default.fileExists(atPath: old.path))
        #expect(EmbeddingStore.open(in: folder.url).message == nil)
    }
}
