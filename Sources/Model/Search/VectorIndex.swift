import CKernels
import Foundation

/// Vectors in a .npy file, [rows, dimension], mapped and searched whole: every row is looked at, and what is found is what is
/// nearest. Rows may have any length; the cosine does not depend on it.
package struct VectorIndex: Sendable {
    /// How a value is kept.
    package enum Numbers: String, CaseIterable, Sendable {
        case f32, f16
        /// Whole numbers, -127...127, each row in a unit of its own: a fourth of the memory of f32.
        case int8

        package var bytes: Int { self == .f32 ? 4 : self == .f16 ? 2 : 1 }

        /// As numpy writes it.
        var numPy: String { self == .f32 ? "<f4" : self == .f16 ? "<f2" : "|i1" }
    }

    package enum Failure: Error, Equatable {
        case wrongType(URL, found: String)
        case wrongDimension(URL, expected: Int, found: Int)
    }

    package let rows: Int
    package let dimension: Int
    package let numbers: Numbers
    /// What the rows are, where a list beside the file tells.
    package let names: [String]?
    private let file: MappedFile
    /// The first value's byte.
    private let offset: Int

    /// - Throws: `VectorIndex.Failure`, `EmbeddingFileError`, `MappedFile.Failure`
    package init(contentsOf url: URL) throws {
        file = try MappedFile(url)
        let header = try NumPyHeader(file.bytes, file: url)
        guard let numbers = Numbers.allCases.first(where: { $0.numPy == header.type }) else {
            throw Failure.wrongType(url, found: header.type)
        }
        guard header.shape.count == 2, header.shape[0] > 0,
            (1...Self.mostColumns).contains(header.shape[1])
        else {
            throw EmbeddingFileError.wrongShape(url, found: header.shape)
        }
        guard !header.isFortranOrder || header.shape.contains(1) else {
            throw EmbeddingFileError.fortranOrder(url)
        }
        (rows, dimension, self.numbers, offset) = (
            header.shape[0], header.shape[1], numbers, header.length
        )
        let (size, overflows) = (dimension * numbers.bytes).multipliedReportingOverflow(by: rows)
        guard !overflows, size <= file.bytes.count - offset, offset % numbers.bytes == 0 else {
            throw EmbeddingFileError.malformed(
                url, reason: "is cut short: \(file.bytes.count) bytes for values of shape \(header.shape)")
        }
        names = try EmbeddingFile.namesBeside(url)
        if let names, names.count != rows {
            throw EmbeddingFileError.wrongNumberOfNames(url, names: names.count, rows: rows)
        }
    }

    /// The sums of whole numbers of so many fit into 32 bits.
    private static let mostColumns = 1 << 16

    /// - Throws: `VectorIndex.Failure.wrongDimension` where vectors of another length are looked for.
    package func check(dimension: Int) throws {
        guard dimension == self.dimension else {
            throw Failure.wrongDimension(file.url, expected: dimension, found: self.dimension)
        }
    }
}

extension VectorIndex {
    /// Rows that a thread takes at a time, and rows whose cosines it makes at once.
    private static let (share, block) = (1 << 16, 2048)

    /// The nearest rows, the nearest first; equal ones in their order.
    /// - Parameter query: of length 1.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func nearest(
        _ query: ArraySlice<Float>, top: Int, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Search.Hit] {
        precondition(query.count == dimension, "\(query.count) numbers for rows of \(dimension)")
        let top = min(top, rows)
        let asked = Query(query, numbers)
        let starts = Array(stride(from: 0, to: rows, by: Self.share))
        let found = try concurrently(starts.count) { part in
            if isCancelled() { throw CancellationError() }
            return candidates(starts[part]..<min(starts[part] + Self.share, rows), asked, top)
        }
        // Those that rounding may have put behind the last one; then without rounding.
        let all = Candidates.best(found.flatMap { $0 }, top, within: 2 * asked.error)
        let exact = all.map { Search.Hit(image: $0.image, similarity: cosine(of: $0.image, query)) }
        return Array(exact.nearestFirst.prefix(top))
    }

    /// The query as the kernels take it.
    private struct Query: Sendable {
        let floats: [Float]
        let whole: [Int16]
        /// Of the cosines of whole numbers.
        let scale: Float
        /// What a cosine is wrong by at most.
        let error: Float

        init(_ query: ArraySlice<Float>, _ numbers: Numbers) {
            floats = Array(query)
            guard numbers == .int8 else {
                (whole, scale, error) = ([], 1, 1e-5)
                return
            }
            let limit = min(32767, Float((1 << 24) / query.count - 1))
            let unit = limit / max(.leastNormalMagnitude, floats.map(abs).max() ?? 1)
            whole = floats.map { Int16(($0 * unit).rounded()) }
            scale = 1 / unit
            // Cauchy and Schwarz: no more than the length of what was rounded away, and the rounding of a float.
            let lost = zip(floats, whole).reduce(Float(0)) {
                $0 + ($1.0 - Float($1.1) / unit) * ($1.0 - Float($1.1) / unit)
            }
            error = lost.squareRoot() + 1e-6
        }
    }

    private func candidates(_ range: Range<Int>, _ query: Query, _ top: Int) -> [Search.Hit] {
        var found = Candidates(top, within: 2 * query.error)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: Self.block) { cosines in
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.block) {
                let count = min(Self.block, range.upperBound - start)
                let greatest = self.cosines(start, count, query, into: cosines.baseAddress!)
                guard greatest >= found.least else { continue }
                for place in 0..<count where cosines[place] >= found.least {
                    found.add(Search.Hit(image: start + place, similarity: cosines[place]))
                }
            }
        }
        return found.hits
    }

    /// - Returns: the greatest.
    private func cosines(
        _ row: Int, _ count: Int, _ query: Query, into cosines: UnsafeMutablePointer<Float>
    ) -> Float {
        let start = file.bytes.baseAddress! + offset + row * dimension * numbers.bytes
        switch numbers {
        case .int8:
            return clip_byte_cosines(
                start.assumingMemoryBound(to: Int8.self), count, dimension, query.whole, query.scale,
                cosines)
        case .f16:
            return clip_half_cosines(
                start.assumingMemoryBound(to: UInt16.self), count, dimension, query.floats, query.scale,
                cosines)
        case .f32:
            return clip_float_cosines(
                start.assumingMemoryBound(to: Float.self), count, dimension, query.floats, query.scale,
                cosines)
        }
    }

    /// In double; 0 for a row of zeros.
    private func cosine(of row: Int, _ query: ArraySlice<Float>) -> Float {
        let start = offset + row * dimension * numbers.bytes
        var (product, square) = (0.0, 0.0)
        for (column, value) in query.enumerated() {
            let own: Double
            switch numbers {
            case .int8: own = Double(file.bytes.load(fromByteOffset: start + column, as: Int8.self))
            case .f16:
                own = Double(file.bytes.loadUnaligned(fromByteOffset: start + 2 * column, as: Float16.self))
            case .f32:
                own = Double(file.bytes.loadUnaligned(fromByteOffset: start + 4 * column, as: Float.self))
            }
            product += own * Double(value)
            square += own * own
        }
        return square > 0 ? Float(product / square.squareRoot()) : 0
    }

    /// Hits that may be among the best.
    private struct Candidates {
        private(set) var hits: [Search.Hit] = []
        /// What is below it is none.
        private(set) var least = -Float.infinity
        private let top: Int
        private let margin: Float
        private let room: Int

        init(_ top: Int, within margin: Float) {
            (self.top, self.margin) = (top, margin)
            room = 2 * min(top, 1 << 20) + 256
        }

        mutating func add(_ hit: Search.Hit) {
            hits.append(hit)
            guard hits.count >= room, hits.count > top else { return }
            hits = Self.best(hits, top, within: margin)
            if hits.count >= top { least = hits[top - 1].similarity - margin }
        }

        /// The `top` greatest and those that are less by no more than a margin, the greatest first.
        static func best(_ hits: [Search.Hit], _ top: Int, within margin: Float) -> [Search.Hit] {
            let sorted = hits.nearestFirst
            guard sorted.count > top else { return sorted }
            let least = sorted[top - 1].similarity - margin
            return Array(sorted.prefix { $0.similarity >= least })
        }
    }
}

extension VectorIndex.Numbers {
    /// A row as the bytes of a file.
    func bytes(of row: [Float]) -> Data {
        switch self {
        case .f32: return row.withUnsafeBytes { Data($0) }
        case .f16:
            var halves = [UInt16](repeating: 0, count: row.count)
            clip_to_half(row, &halves, row.count)
            return halves.withUnsafeBytes { Data($0) }
        case .int8:
            var whole = [Int8](repeating: 0, count: row.count)
            clip_to_bytes(row, &whole, 1, row.count)
            return whole.withUnsafeBytes { Data($0) }
        }
    }
}

extension VectorIndex.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongType(let file, let found):
            "\(file.path): values of type \(found), expected f32 (<f4), f16 (<f2) or int8 (|i1)"
        case .wrongDimension(let file, let expected, let found):
            "\(file.path): vectors of \(found) values, and what is looked for has \(expected): another model, or another"
                + " projection"
        }
    }
}

extension NamedEmbeddings {
    /// As a .npy file for `VectorIndex`.
    /// - Throws: as `write(to:)`
    package func write(to file: URL, as numbers: VectorIndex.Numbers) throws {
        try write(to: file, numPyType: numbers.numPy, bytes: numbers.bytes(of:))
    }
}
