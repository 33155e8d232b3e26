import Foundation
import GRDB
import Synchronization
import Testing

@testable import Model

/// Runs with an encoder by arithmetic: what becomes of its embeddings when others work on the cache meanwhile.
@Suite struct EmbeddingRunTests {
    let folder: ScratchFolder
    let dataset: Dataset
    static let images = 60
    let space = EmbeddingSpace(model: "m", preprocessing: "p", dimension: 4, modelName: "model")

    /// Five photos, each with other bytes at its end.
    init() throws {
        folder = try ScratchFolder()
        let photos = try ["food/banana", "food/strawberry", "food/eggplant", "tools/wrench", "tools/wrench-plumbers"]
            .map {
                try Data(contentsOf: repository.appending(path: "sample-data/photos/images/\($0).png"))
            }
        for index in 0..<Self.images {
            try folder.write("photos/\(index).png", photos[index % photos.count] + Data("\(index)".utf8))
        }
        dataset = Dataset(files: (0..<Self.images).map { "\($0).png" }, in: folder.file("photos"))
    }

    private static func embedding(of picture: Picture) -> [Float] {
        let values = [
            Float(picture.width), Float(picture.height), Float(picture.rgba[0]), Float(picture.rgba.count % 97),
        ]
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / length }
    }

    /// - Parameter meanwhile: told how many batches were encoded, before each.
    private func run(
        _ store: EmbeddingStore?, cancelAfter last: Int = .max,
        meanwhile: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        let collector = EmbeddingCollector(dataset: dataset)
        let batches = Mutex(0)
        let canceller = Mutex<EmbeddingRun?>(nil)
        let trouble = Mutex<(any Error)?>(nil)
        let run = EmbeddingRun(
            dataset: dataset, space: space, store: store, threads: 2,
            encode: { pictures, _ in
                let number = batches.withLock { batches in
                    defer { batches += 1 }
                    return batches
                }
                do { try meanwhile(number) } catch { trouble.withLock { $0 = error } }
                if number >= last { canceller.withLock { $0?.cancel() } }
                return Matrix(rows: pictures.count, columns: 4, values: pictures.flatMap(Self.embedding))
            }, report: { collector.take($0) })
        canceller.withLock { $0 = run }
        run.start()
        run.wait()
        canceller.withLock { $0 = nil }
        if let trouble = trouble.withLock({ $0 }) { throw trouble }
        return (try collector.embedded(), collector.statistics)
    }

    private func expectAll(_ table: EmbeddingTable) throws {
        #expect(table.isComplete)
        for image in 0..<Self.images {
            #expect(try table[image] == Self.embedding(of: dataset.images[image].source.picture()))
        }
    }

    private func store() throws -> EmbeddingStore { try EmbeddingStore(directory: folder.file("cache")) }

    @Test func withoutACacheTheRowsAreTheRunsOwn() throws {
        let (embedded, statistics) = try run(nil)
        try expectAll(embedded.table)
        #expect(statistics.encoded == Self.images && statistics.cached == 0)
    }

    @Test func aCancelledRunIsContinued() throws {
        let (first, statistics) = try run(store(), cancelAfter: 2)
        #expect(statistics.isCancelled && !first.table.isComplete && first.table.known >= 24)
        let (second, rest) = try run(store())
        try expectAll(second.table)
        #expect(rest.cached == first.table.known && rest.encoded == Self.images - first.table.known)
        let (_, nothing) = try run(store())
        #expect(nothing.cached == Self.images && nothing.encoded == 0 && nothing.cacheProblem == nil)
    }

    @Test func anImageThatCannotBeReadIsToldAndTheRunGoesOn() throws {
        try folder.write("photos/7.png", "no picture")
        try FileManager.default.removeItem(at: folder.file("photos/8.png"))
        let (embedded, statistics) = try run(store())
        #expect(embedded.failures.map(\.image) == [7, 8] && statistics.failed == 2)
        #expect(embedded.table.known == Self.images - 2)
    }

    @Test func aPruningMeanwhileStartsTheRunAnew() throws {
        _ = try run(store(), cancelAfter: 2)
        let other = try store()
        let pruning = Pruning(dataset: dataset.folder)
        let (embedded, statistics) = try run(store()) { batch in
            guard batch == 1 else { return }
            let pruned = try other.prune(pruning)
            #expect(pruned.embeddings > 0)
        }
        try expectAll(embedded.table)
        #expect(statistics.cacheProblem == nil)
        #expect(try run(store()).1.cached == Self.images)
        #expect(try VectorFile.names(in: folder.file("cache")).count == 1)
    }

    @Test func aCacheThatFailsMeanwhileIsLeft() throws {
        let file = folder.file("cache/embeddings.sqlite")
        // The run's other threads may hold the lock just then.
        var patient = Configuration()
        patient.busyMode = .timeout(60)
        let configuration = patient
        let (embedded, statistics) = try run(store()) { batch in
            guard batch == 3 else { return }
            let other = try DatabaseQueue(path: file.path, configuration: configuration)
            try other.write { try $0.execute(sql: "ALTER TABLE embedding RENAME TO other") }
        }
        try expectAll(embedded.table)
        #expect(statistics.cacheProblem?.contains("; what is encoded from here on is not kept") == true)
    }

    @Test func aCacheThatIsDestroyedMeanwhileIsBuiltAnew() throws {
        let cache = folder.file("cache")
        let (embedded, statistics) = try run(store()) { batch in
            guard batch == 3 else { return }
            let file = try FileHandle(forWritingTo: cache.appending(path: "embeddings.sqlite"))
            try file.write(contentsOf: Data(repeating: 0x55, count: 65536))
            let log = try FileHandle(forWritingTo: cache.appending(path: "embeddings.sqlite-wal"))
            try log.write(contentsOf: Data(repeating: 0x55, count: 65536))
        }
        try expectAll(embedded.table)
        if statistics.cacheProblem != nil { #expect(statistics.cacheProblem?.contains("set aside") == true) }
        let (again, _) = try run(store())
        try expectAll(again.table)
    }
}
