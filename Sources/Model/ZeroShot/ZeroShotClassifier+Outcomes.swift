import CKernels
import Foundation
import Synchronization

extension ZeroShotClassifier {
    /// Classifies all images that have an embedding. Neither embeddings nor probabilities are kept: a block of images
    /// is multiplied with the weights, told, and forgotten, all within the cache of a core.
    /// - Parameter labels: the true class of each image of the table, nil where it has none.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func outcomes(
        of table: EmbeddingTable, labels: [Int?], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Outcomes {
        precondition(labels.count == table.images, "\(labels.count) labels for \(table.images) images")
        var outcomes = Outcomes(labels: labels)
        guard classes > 0, table.known > 0 else { return outcomes }
        precondition(table.dimension == dimension, "\(table.dimension) columns against \(dimension)")
        try outcomes.answer { records in
            nonisolated(unsafe) let records = records.baseAddress!
            let packed = PackedWeights(weights.matrix)
            let next = Atomic(0)
            let counts = try concurrently(threads(for: table)) { _ in
                var scratch = Scratch()
                var answers = 0
                while case let start = next.add(Self.share, ordering: .relaxed).oldValue, start < table.images {
                    let images = start..<min(start + Self.share, table.images)
                    try table.forEachBlock(of: blockSize, in: images, scratch: &scratch.embeddings) { block in
                        if isCancelled() { throw CancellationError() }
                        answers += tell(block, packed, to: records, &scratch.scores)
                    }
                }
                return answers
            }
            return counts.reduce(0, +)
        }
        return outcomes
    }

    /// - Parameter scores: scratch.
    private func tell(
        _ block: EmbeddingTable.Block, _ weights: PackedWeights, to records: UnsafeMutablePointer<clip_outcome>,
        _ scores: inout [Float]
    ) -> Int {
        let images = block.images.count
        if scores.count < classes * images { scores = [Float](repeating: 0, count: classes * blockSize) }
        return scores.withUnsafeMutableBufferPointer { scores in
            weights.scores(of: block.embeddings, count: images, into: scores.baseAddress!)  // [classes, images]
            for (label, intercept) in (intercepts ?? []).enumerated() {
                for place in label * images..<(label + 1) * images { scores[place] += intercept / logitScale }
            }
            return clip_outcomes(scores.baseAddress!, classes, images, logitScale, block.images, records)
        }
    }

    private struct Scratch {
        var embeddings: [Float] = []
        var scores: [Float] = []
    }

    private var classes: Int { weights.matrix.rows }
    private var dimension: Int { weights.matrix.columns }

    /// Images that a thread takes at a time.
    private static let share = 4096
    /// Floats of embeddings and scores in a block: half of the second-level cache of today's cores.
    private static let blockFloats = 128 << 10
    /// Products that are worth a thread: some tenths of a millisecond.
    private static let productsPerThread = 8 << 20

    /// Images in a block, a multiple of what the kernels take at a time where there is room.
    private var blockSize: Int {
        let images = Self.blockFloats / (dimension + classes)
        return max(12, images < 192 ? images / 12 * 12 : images / 192 * 192)
    }

    private func threads(for table: EmbeddingTable) -> Int {
        let worthwhile = table.known * classes * dimension / Self.productsPerThread
        return max(1, min(worthwhile, ProcessInfo.processInfo.activeProcessorCount))
    }
}

/// Class weights in the order in which they are multiplied with many images.
struct PackedWeights: Sendable {
    private let classes: Int
    private let dimension: Int
    /// [classes / 16 rounded up, dimension, 16]
    private var values: [Float]

    /// - Parameter weights: [classes, dimension]
    init(_ weights: Matrix) {
        (classes, dimension) = (weights.rows, weights.columns)
        let lanes = Int(CLIP_SCORE_LANES)
        values = [Float](repeating: 0, count: (classes + lanes - 1) / lanes * lanes * dimension)
        for label in 0..<classes {
            let start = label / lanes * lanes * dimension + label % lanes
            for column in 0..<dimension {
                values[start + column * lanes] = weights.values[label * dimension + column]
            }
        }
    }

    /// - Parameters:
    ///   - images: [count, dimension]
    ///   - scores: becomes [classes, count]
    func scores(of images: UnsafePointer<Float>, count: Int, into scores: UnsafeMutablePointer<Float>) {
        clip_scores(images, count, dimension, values, classes, scores)
    }
}
