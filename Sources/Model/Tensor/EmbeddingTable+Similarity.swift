import Foundation
import Synchronization

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
