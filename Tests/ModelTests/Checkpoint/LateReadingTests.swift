import Foundation
import Synchronization
import Testing

@testable import Model

/// Towers are read when they are needed: what does without them, and what becomes of what is found wrong then.
@Suite struct LateReadingTests {
    let folder: ScratchFolder
    let home = Home(folder: repository)
    let model: URL
    let dataset: Dataset
    private let weights: URL

    /// A small model and two photos, of its own.
    init() throws {
        folder = try ScratchFolder()
        model = folder.file("model")
        weights = model.appending(path: "open_clip_model.safetensors")
        try FileManager.default.copyItem(
            at: repository.appending(path: "Tests/ModelTests/Goldens/towers/vit"), to: model)
        for name in ["banana", "eggplant"] {
            let photo = repository.appending(path: "sample-data/photos/images/food/\(name).png")
            try folder.write("photos/\(name).png", Data(contentsOf: photo))
        }
        dataset = Dataset(files: ["banana.png", "eggplant.png"], in: folder.file("photos"))
    }

    private func texts() throws -> TextStore { try TextStore(directory: folder.file("cache")) }

    private func opened(_ hashes: (any FileHashes)? = nil) throws -> CLIP {
        try CLIP(contentsOf: model, home: home, hashes: hashes)
    }

    /// What an evaluation needs of a model.
    private func embed(by model: CLIP) throws -> (images: EmbeddedDataset, texts: Matrix) {
        model.rememberTexts(in: try texts()) { Issue.record("\($0)") }
        let collector = EmbeddingCollector(dataset: dataset)
        let store = try EmbeddingStore(directory: folder.file("cache"))
        let run = EmbeddingRun(dataset: dataset, model: model, store: store) { collector.take($0) }
        run.start()
        run.wait()
        return (try collector.embedded(), try model.embed(text: ["a banana", "an eggplant"]))
    }

    /// Writes within the file, which stays the same one.
    private func overwrite(_ values: [Float], at offset: UInt64) throws {
        let file = try FileHandle(forWritingTo: weights)
        try file.seek(toOffset: offset)
        try file.write(contentsOf: values.withUnsafeBytes { Data($0) })
        try file.close()
    }

    @Test func whatTheCacheKnowsNeedsNoTower() throws {
        let cold = try opened()
        #expect(!cold.textTower.isRead && !cold.imageTower.isRead)
        let first = try embed(by: cold)
        #expect(cold.textTower.isRead && cold.imageTower.isRead)

        let warm = try opened()
        let second = try embed(by: warm)
        #expect(second.images.table[1] == first.images.table[1] && second.texts == first.texts)
        #expect(!warm.textTower.isRead && !warm.imageTower.isRead)

        _ = try warm.embed(text: ["a banana", "a cherry"])
        #expect(warm.textTower.isRead && !warm.imageTower.isRead)
    }

    @Test func aKnownFileIsNotReadForItsHash() throws {
        let store = try texts()
        let truth = try opened().fingerprint
        #expect(try opened(store).fingerprint == truth)
        let fileVersion = try #require(FileVersion(path: weights.path))
        #expect(try store.hash(of: weights.path, fileVersion) == ContentHash(contentsOf: weights))
        store.keep(ContentHash(of: Data("others".utf8)), of: weights.path, fileVersion)
        #expect(try opened(store).fingerprint != truth)
    }

    @Test func otherWeightsUnderTheSameNameAreAnotherModel() throws {
        let store = try texts()
        let before = try opened(store).fingerprint
        let size = FileVersion(path: weights.path)?.size
        try overwrite([0.5], at: UInt64(try Data(contentsOf: weights).count - 4))
        #expect(FileVersion(path: weights.path)?.size == size)
        let after = try opened(store).fingerprint
        #expect(after != before)
        #expect(try opened().fingerprint == after)
    }

    @Test func weightsThatAreWrittenToBeforeTheyAreReadAreRefused() throws {
        let changed = try opened()
        try overwrite([0.5], at: UInt64(try Data(contentsOf: weights).count - 4))
        #expect(throws: CheckpointError.changed(weights)) { try changed.embed(text: ["a banana"]) }
        let shortened = try opened()
        try FileHandle(forWritingTo: weights).truncate(atOffset: 1000)
        #expect(throws: CheckpointError.changed(weights)) { try shortened.readTowers() }
    }

    @Test func weightsOfWhichOthersTookTheNameStayReadable() throws {
        let replaced = try opened()
        try Data("others".utf8).write(to: weights, options: .atomic)
        try replaced.readTowers()
        let removed = try Data(contentsOf: weights)
        #expect(removed == Data("others".utf8) && replaced.imageTower.isRead)
    }

    @Test func aRunWhoseTowerCannotBeReadEndsAndSaysWhy() throws {
        try overwrite([.nan], at: UInt64(try Data(contentsOf: weights).count - 4))
        let broken = try opened()
        #expect {
            try embed(by: broken)
        } throws: { error in
            message(of: error).hasSuffix(" holds values that are no numbers, or infinite")
        }
    }
}

@Suite struct TowerReadingTests {
    @Test func threadsThatAskAtOnceGetOneReading() throws {
        let readings = Atomic(0)
        let tower = Tower { _ in
            Thread.sleep(forTimeInterval: 0.05)
            return readings.add(1, ordering: .relaxed).newValue
        }
        let found = Mutex<[Int]>([])
        let threads = DispatchGroup()
        for _ in 0..<4 {
            threads.enter()
            Thread {
                if let number = try? tower.encoder() { found.withLock { $0.append(number) } }
                threads.leave()
            }.start()
        }
        threads.wait()
        #expect(found.withLock { $0 } == [1, 1, 1, 1])
        #expect(readings.load(ordering: .relaxed) == 1 && tower.isRead)
    }

    @Test func whatWentWrongIsToldEachTimeAndNotTriedAgain() {
        let readings = Atomic(0)
        let tower = Tower<Int> { _ in
            readings.add(1, ordering: .relaxed)
            throw CheckpointError.missingKey("key", file: URL(filePath: "/model"))
        }
        for _ in 0..<2 { #expect(throws: CheckpointError.self) { try tower.encoder() } }
        #expect(readings.load(ordering: .relaxed) == 1)
    }

    @Test func aCancelledReadingIsBegunAnew() throws {
        let tower = Tower { isCancelled in
            if isCancelled() { throw CancellationError() }
            return 7
        }
        #expect(throws: CancellationError.self) { try tower.encoder(isCancelled: { true }) }
        #expect(!tower.isRead)
        #expect(try tower.encoder() == 7)
    }
}
