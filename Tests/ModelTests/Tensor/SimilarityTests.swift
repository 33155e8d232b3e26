import Testing

@testable import Model

@Suite struct SimilarityTests {
    @Test(arguments: [1, 511, 20_000])
    func everyKnownImageIsCompared(images: Int) throws {
        let dimension = 16
        var random = SeededGenerator(seed: 4)
        var matrix = random.matrix(images, dimension)
        matrix.normaliseRows()
        var query = random.matrix(1, dimension)
        query.normaliseRows()
        let rows = try EmbeddingRows.temporary(dimension: dimension)
        try rows.write(matrix.values[...], at: 0)
        var table = EmbeddingTable(images: images, rows: rows)
        for image in 0..<images where image % 5 != 3 { table.insert(row: images - 1 - image, image: image) }
        let found = try table.similarities(to: query[0])
        #expect(found.count == images)
        for image in 0..<images {
            let own = zip(matrix[images - 1 - image], query[0]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(image % 5 == 3 ? found[image].isNaN : abs(found[image] - own) < 1e-5)
        }
    }

    @Test func itCanBeCancelled() throws {
        let rows = try EmbeddingRows.temporary(dimension: 1)
        try rows.write([1], at: 0)
        #expect(throws: CancellationError.self) {
            try EmbeddingTable(all: 1, of: rows).similarities(to: [1], isCancelled: { true })
        }
    }
}
