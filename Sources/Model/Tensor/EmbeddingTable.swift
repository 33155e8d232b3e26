import Foundation
import Synchronization

/// The embeddings of a dataset's images: for each image its row, or none yet. Normalised. A copy costs four bytes an
/// image, and only when one of the two changes.
package struct EmbeddingTable: Sendable {
    package let rows: EmbeddingRows
    /// -1 where there is none.
    private var rowOf: [Int32]
    /// Images that have a row.
    package private(set) var known: Int

    /// Numbers of rows are kept in 32 bits.
    static let mostRows = Int(Int32.max) / 2

    /// - Parameter images: how many there are; none has a row.
    package init(images: Int, rows: EmbeddingRows) {
        self.rows = rows
        rowOf = Array(repeating: -1, count: images)
        known = 0
    }

    /// Every image has the row of its own number.
    package init(all images: Int, of rows: EmbeddingRows) {
        self.rows = rows
        rowOf = Array(0..<Int32(images))
        known = images
    }

    package var images: Int { rowOf.count }
    package var dimension: Int { rows.dimension }
    package var isComplete: Bool { known == images }

    package func isKnown(_ image: Int) -> Bool { rowOf[image] >= 0 }

    package func row(of image: Int) -> Int? {
        rowOf.indices.contains(image) && rowOf[image] >= 0 ? Int(rowOf[image]) : nil
    }

    package mutating func insert(row: Int, image: Int) {
        if rowOf[image] < 0 { known += 1 }
        rowOf[image] = Int32(row)
    }

    /// The embedding of an image, `dimension` floats.
    package subscript(image: Int) -> [Float]? {
        row(of: image).map { rows[$0] }
    }

    /// The known rows as one matrix, and which image each is. For tables that fit into memory several times.
    package func gathered() -> (matrix: Matrix, images: [Int]) {
        let images = rowOf.indices.filter { rowOf[$0] >= 0 }
        let values = [Float](unsafeUninitializedCapacity: images.count * dimension) { buffer, initialised in
            for (index, image) in images.enumerated() {
                rows.copy(row: Int(rowOf[image]), to: buffer.baseAddress! + index * dimension)
            }
            initialised = images.count * dimension
        }
        return (Matrix(rows: images.count, columns: dimension, values: values), images)
    }
}

extension EmbeddingTable {
    /// Some known images with their embeddings in one piece of memory.
    struct Block {
        /// Ascending.
        let images: [Int]
        /// [images, dimension]; valid while the block is looked at.
        let embeddings: UnsafePointer<Float>
    }

    /// Looks at the known images of a range, a block at a time. Rows that lie side by side in the file as floats are not
    /// copied.
    /// - Parameter scratch: the caller's, kept from call to call so that nothing is allocated in the steady state.
    func forEachBlock(
        of size: Int, in range: Range<Int>, scratch: inout [Float], _ body: (Block) throws -> Void
    ) rethrows {
        var next = range.lowerBound
        while next < range.upperBound {
            var images: [Int] = []
            images.reserveCapacity(size)
            while next < range.upperBound, images.count < size {
                if rowOf[next] >= 0 { images.append(next) }
                next += 1
            }
            guard let first = images.first else { return }
            let start = Int(rowOf[first])
            let areAdjacent = images.indices.allSatisfy { Int(rowOf[images[$0]]) == start + $0 }
            if areAdjacent, let floats = rows.floats(from: start) {
                try body(Block(images: images, embeddings: floats))
                continue
            }
            if scratch.count < images.count * dimension {
                scratch = [Float](repeating: 0, count: size * dimension)
            }
            try scratch.withUnsafeMutableBufferPointer { buffer in
                for (index, image) in images.enumerated() {
                    rows.copy(row: Int(rowOf[image]), to: buffer.baseAddress! + index * dimension)
                }
                try body(Block(images: images, embeddings: buffer.baseAddress!))
            }
        }
    }
}

extension EmbeddingTable {
    /// The cosine of the angle between each image's embedding and a direction: [images], NaN for an image without an
    /// embedding. The rows are read once, a block at a time, by as many threads as are worth it.
    /// - Parameter direction: normalised, [dimension].
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func similarities(
        to direction: ArraySlice<Float>, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Float] {
        precondition(direction.count == dimension, "\(direction.count) columns against \(dimension)")
        let query = Matrix(rows: 1, columns: dimension, values: Array(direction))
        var similarities = [Float](repeating: .nan, count: images)
        try similarities.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let target = buffer
            let next = Atomic(0)
            _ = try concurrently(threadsWorthwhile) { _ in
                var scratch: [Float] = []
                var products = [Float](repeating: 0, count: Self.block)
                while case let start = next.add(Self.share, ordering: .relaxed).oldValue, start < images {
                    let range = start..<min(start + Self.share, images)
                    try forEachBlock(of: Self.block, in: range, scratch: &scratch) { block in
                        if isCancelled() { throw CancellationError() }
                        multiply(block.embeddings, byTransposed: query, into: &products, rows: block.images.count)
                        for (index, image) in block.images.enumerated() { target[image] = products[index] }
                    }
                }
            }
        }
        return similarities
    }

    private static let block = 512
    /// Images that a thread takes at a time.
    private static let share = 8192

    private var threadsWorthwhile: Int {
        max(1, min(known / Self.share, ProcessInfo.processInfo.activeProcessorCount))
    }
}
