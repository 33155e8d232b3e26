import Foundation

/// The embeddings of a run and where they are kept: in the cache as long as that works, else in a file for this run alone.
struct EmbeddingLedger {
    typealias Cache = (store: EmbeddingStore, space: StoredSpace)

    /// What the run does with what comes of it.
    struct Outlet {
        let tell: (EmbeddingRun.Event) -> Void
        /// Takes images that have no embedding.
        let encode: ([Int]) -> Void
        let isCancelled: () -> Bool
    }

    /// Images looked up at a time, so that the first are there soon and a million are no burden.
    private static let part = 20_000

    private let dataset: Dataset
    private let space: EmbeddingSpace
    private(set) var cache: Cache?
    private(set) var table: EmbeddingTable
    /// Why the cache was of no use, or what was mended in it.
    private(set) var cacheProblem: String?
    /// Rows of the run's own file that are taken.
    private var taken = 0
    /// Images whose embedding was told at some time, one an image.
    private var isTold: [Bool]
    /// The images before it were told or went to be encoded.
    private var lookedAt = 0

    /// - Throws: `EmbeddingRows.Failure`
    init(_ dataset: Dataset, _ space: EmbeddingSpace, _ store: EmbeddingStore?) throws {
        self.dataset = dataset
        self.space = space
        isTold = Array(repeating: false, count: dataset.images.count)
        do {
            cache = try store.map { ($0, try $0.open(space, for: dataset.folder)) }
        } catch {
            cacheProblem = message(of: error)
        }
        let count = dataset.images.count
        table = EmbeddingTable(
            images: count,
            rows: try cache?.space.rows ?? .temporary(dimension: space.dimension, expecting: count))
        noteRepair(of: store)
    }

    /// Tells the rows, then what the cache has; the other images go to be encoded.
    /// - Throws: `EmbeddingRows.Failure`
    mutating func begin(_ outlet: Outlet) throws {
        outlet.tell(.began(table.rows))
        try lookUp(outlet)
    }

    /// Keeps embeddings, and tells their rows.
    /// - Throws: `EmbeddingRows.Failure` where not even the run's own file takes them.
    mutating func keep(_ batch: EmbeddingBatch.Result, _ outlet: Outlet) throws {
        while true {
            do {
                let rows = try save(batch)
                return tell(Array(zip(batch.images, rows)), isCached: false, outlet)
            } catch StoreError.moved {
                try openAnew(outlet)
                try lookUp(outlet)
            } catch let error as StoreError {
                try leaveCache(because: error, outlet)
            }
        }
    }

    private mutating func save(_ batch: EmbeddingBatch.Result) throws -> [Int] {
        if let cache { return try cache.store.save(batch.files, batch.embeddings, in: cache.space) }
        let rows = taken..<taken + batch.images.count
        try table.rows.write(Array(batch.embeddings.joined())[...], at: taken)
        taken = rows.upperBound
        return Array(rows)
    }

    private mutating func lookUp(_ outlet: Outlet) throws {
        let images = dataset.images.indices
        var next = 0
        var damaged = 0
        while next < images.count, !outlet.isCancelled() {
            guard let cache else {
                outlet.encode((next..<images.count).filter(isWanted))
                lookedAt = images.count
                return
            }
            let part = next..<min(next + Self.part, images.count)
            do {
                let found = try cache.store.rows(of: part.map { dataset.images[$0].source }, in: cache.space)
                tell(zip(part, found.rows).compactMap { image, row in row.map { (image, $0) } }, isCached: true, outlet)
                damaged += found.damaged
                outlet.encode(part.filter(isWanted))
                lookedAt = max(lookedAt, part.upperBound)
                next = part.upperBound
                noteRepair(of: cache.store)
            } catch StoreError.moved {
                try openAnew(outlet)
                (next, damaged) = (0, 0)
            } catch let error as StoreError {
                try leaveCache(because: error, outlet)
            }
        }
        if damaged > 0 {
            let lost = "\(damaged) of its embeddings, whose file was damaged"
            note(cacheProblem: "the embedding cache lost \(lost); they are made again")
        }
    }

    /// It has no embedding, and is not on its way to one.
    private func isWanted(_ image: Int) -> Bool {
        !table.isKnown(image) && (image >= lookedAt || isTold[image])
    }

    private mutating func tell(_ ready: [(image: Int, row: Int)], isCached: Bool, _ outlet: Outlet) {
        guard !ready.isEmpty else { return }
        for (image, row) in ready {
            table.insert(row: row, image: image)
            isTold[image] = true
        }
        outlet.tell(.ready(ready, isCached: isCached))
    }

    /// The cache has another vector file: all is to be looked up again.
    private mutating func openAnew(_ outlet: Outlet) throws {
        guard let store = cache?.store else { return }
        noteRepair(of: store)
        do {
            let stored = try store.open(space, for: dataset.folder)
            cache = (store, stored)
            table = EmbeddingTable(images: isTold.count, rows: stored.rows)
            outlet.tell(.began(table.rows))
        } catch let error as StoreError {
            try leaveCache(because: error, outlet)
        }
    }

    /// Goes on without the cache, with what is known.
    private mutating func leaveCache(because error: StoreError, _ outlet: Outlet) throws {
        // A thread that looked something up may have met the problem first.
        cacheProblem = (cacheProblem ?? message(of: error)) + "; what is encoded from here on is not kept"
        cache = nil
        let known = table
        table = EmbeddingTable(
            images: isTold.count, rows: try .temporary(dimension: space.dimension, expecting: isTold.count))
        taken = 0
        outlet.tell(.began(table.rows))
        for start in stride(from: 0, to: isTold.count, by: Self.part) {
            var ready: [(image: Int, row: Int)] = []
            for image in start..<min(start + Self.part, isTold.count) {
                guard let embedding = known[image] else { continue }
                try table.rows.write(embedding[...], at: taken)
                ready.append((image, taken))
                taken += 1
            }
            tell(ready, isCached: true, outlet)
        }
    }

    private mutating func noteRepair(of store: EmbeddingStore?) {
        if let told = store?.takeRepairMessage() { note(cacheProblem: told) }
    }

    /// The first problem is kept: the others most often follow from it.
    mutating func note(cacheProblem problem: String) {
        cacheProblem = cacheProblem ?? problem
    }
}
