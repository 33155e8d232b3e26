import CKernels
import Foundation
import Testing

@testable import Model

@Suite struct VectorIndexTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func rows(_ count: Int, _ dimension: Int, seed: UInt64) -> [[Float]] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { row in
            // One row of zeros, and one that stands twice.
            if row == 5 { return [Float](repeating: 0, count: dimension) }
            return (0..<dimension).map { _ in Float(Int(generator.index(below: 2001)) - 1000) / 1000 }
        }
    }

    private func write(_ rows: [[Float]], _ numbers: VectorIndex.Numbers, name: String = "x.npy")
        throws -> URL
    {
        let file = folder.appending(path: name)
        var data = NumPyHeader.bytes(rows: rows.count, columns: rows[0].count, type: numbers.numPy)
        for row in rows { data += numbers.bytes(of: row) }
        try data.write(to: file)
        return file
    }

    /// What the file holds.
    private func kept(_ row: [Float], _ numbers: VectorIndex.Numbers) -> [Double] {
        switch numbers {
        case .f32: return row.map(Double.init)
        case .f16: return row.map { Double(Float16($0)) }
        case .int8:
            let unit = 127 / max(.leastNormalMagnitude, row.map(abs).max() ?? 0)
            return row.map { Double((unit * $0).rounded(.toNearestOrEven)) }
        }
    }

    private func cosine(_ row: [Double], _ query: [Float]) -> Float {
        let square = row.reduce(0) { $0 + $1 * $1 }
        let product = zip(row, query).reduce(0) { $0 + $1.0 * Double($1.1) }
        return square > 0 ? Float(product / square.squareRoot()) : 0
    }

    @Test(arguments: VectorIndex.Numbers.allCases, [1, 7, 16, 64, 100, 777])
    func whatIsFoundIsWhatIsNearest(_ numbers: VectorIndex.Numbers, _ dimension: Int) throws {
        var all = rows(400, dimension, seed: UInt64(dimension))
        all[300] = all[70]
        let index = try VectorIndex(contentsOf: write(all, numbers))
        #expect(index.rows == 400 && index.dimension == dimension && index.numbers == numbers)
        var query = Matrix(rows: 1, columns: dimension, values: all[70].map { $0 + 0.01 })
        query.normaliseRows()
        let wanted = all.enumerated().map {
            Search.Hit(image: $0, similarity: cosine(kept($1, numbers), query.values))
        }
        .sorted { ($1.similarity, $0.image) < ($0.similarity, $1.image) }
        for top in [1, 10, 100, 5000] {
            let found = try index.nearest(query[0], top: top)
            #expect(found.map(\.image) == wanted.prefix(top).map(\.image), "\(top)")
            #expect(zip(found, wanted).allSatisfy { abs($0.similarity - $1.similarity) < 1e-6 })
        }
    }

    @Test func sumsOfWholeNumbersAreExact() {
        for (count, dimension) in [(1, 1), (9, 63), (33, 64), (17, 65), (5, 512)] {
            var generator = SplitMix64(seed: UInt64(dimension))
            let rows = (0..<count * dimension).map { _ in Int8(generator.index(below: 256) - 128) }
            let query = (0..<dimension).map { _ in Int16(generator.index(below: 65535) - 32767) }
            var cosines = [Float](repeating: .nan, count: count)
            let greatest = clip_byte_cosines(rows, count, dimension, query, 0.5, &cosines)
            for row in 0..<count {
                let own = rows[row * dimension..<(row + 1) * dimension].map(Int.init)
                let product = zip(own, query).reduce(0) { $0 + $1.0 * Int($1.1) }
                let square = own.reduce(0) { $0 + $1 * $1 }
                let wanted = square == 0 ? 0 : Float(product) * 0.5 / Float(square).squareRoot()
                #expect(abs(cosines[row] - wanted) <= abs(wanted) * 1e-6)
            }
            #expect(greatest == cosines.max())
        }
    }

    @Test func halvesAreRoundedAsTheProcessorDoes() {
        var values: [Float] = [
            0, -0, 1, 65504, 65519.99, 65520, 1e9, .infinity, -.infinity, 5.96e-8, 2.98e-8, 2.99e-8,
            6.1e-5, 6.09e-5,
        ]
        for half in stride(from: UInt16(0), to: 0x7bff, by: 7) {
            let (low, high) = (Float(Float16(bitPattern: half)), Float(Float16(bitPattern: half + 1)))
            values += [
                low, (low + high) / 2, ((low + high) / 2).nextUp, ((low + high) / 2).nextDown, -low,
            ]
        }
        var halves = [UInt16](repeating: 0, count: values.count)
        clip_to_half(values, &halves, values.count)
        for (value, half) in zip(values, halves) {
            #expect(half == Float16(value).bitPattern, "\(value)")
        }
        var own: UInt16 = 0
        clip_to_half([Float.nan], &own, 1)
        #expect(Float16(bitPattern: own).isNaN)
    }

    /// Sixteens of rows, and what is left of them; the rows that numpy may write too.
    @Test(arguments: [0, 1, 15, 16, 17, 37, 64]) func cosinesOfBytesAreThoseOfTheirWholeNumbers(count: Int) {
        var random = SplitMix64(seed: 5)
        var rows = (0..<count * 64).map { _ in Int8.random(in: -128...127, using: &random) }
        if count > 3 { rows.replaceSubrange(128..<192, with: [Int8](repeating: 0, count: 64)) }
        if count > 20 { rows.replaceSubrange(64..<128, with: [Int8](repeating: -128, count: 64)) }
        let query = (0..<64).map { _ in Int16.random(in: -32767...32767, using: &random) }
        var cosines = [Float](repeating: .nan, count: count)
        let greatest = clip_byte_cosines(rows, count, 64, query, 1e-4, &cosines)
        let expected = (0..<count).map { row -> Float in
            let own = rows[row * 64..<row * 64 + 64].map { Int32($0) }
            let product = zip(own, query).reduce(Int32(0)) { $0 + $1.0 * Int32($1.1) }
            let square = own.reduce(Int32(0)) { $0 + $1 * $1 }
            return square > 0 ? Float(product) * 1e-4 / Float(square).squareRoot() : 0
        }
        #expect(cosines == expected)
        #expect(greatest == expected.max() ?? -.infinity)
    }

    @Test func namesStandBesideTheIndex() throws {
        let file = try write(rows(3, 4, seed: 1), .f16)
        try Data("a.png\nb.png\nc.png\n".utf8).write(to: file.appendingPathExtension("files.txt"))
        #expect(try VectorIndex(contentsOf: file).names == ["a.png", "b.png", "c.png"])
        try Data("a.png\n".utf8).write(to: file.appendingPathExtension("files.txt"))
        #expect(throws: EmbeddingFileError.wrongNumberOfNames(file, names: 1, rows: 3)) {
            try VectorIndex(contentsOf: file)
        }
    }

    @Test func whatIsNoIndexIsSaid() throws {
        let file = try write(rows(8, 4, seed: 1), .int8)
        let data = try Data(contentsOf: file)
        try data.dropLast().write(to: file)
        #expect(throws: EmbeddingFileError.self) { try VectorIndex(contentsOf: file) }
        try (NumPyHeader.bytes(rows: 1, columns: 1, type: "<f8") + Data(count: 8)).write(to: file)
        #expect(throws: VectorIndex.Failure.wrongType(file, found: "<f8")) {
            try VectorIndex(contentsOf: file)
        }
        try (NumPyHeader.bytes(rows: Int.max / 2, columns: 4, type: "|i1") + Data(count: 8)).write(
            to: file)
        #expect(throws: EmbeddingFileError.self) { try VectorIndex(contentsOf: file) }
        let index = try VectorIndex(contentsOf: write(rows(8, 4, seed: 1), .f32))
        #expect(throws: VectorIndex.Failure.self) { try index.check(dimension: 64) }
    }

    @Test func aSearchCanBeCancelled() throws {
        let index = try VectorIndex(contentsOf: write(rows(8, 4, seed: 1), .f32))
        #expect(throws: CancellationError.self) {
            try index.nearest([1, 0, 0, 0], top: 1, isCancelled: { true })
        }
    }
}
