import Foundation

/// Images that have both a label and an embedding: what prompts are evaluated on. Their cosines with class weights are
/// made a block of images at a time and never kept.
package struct EvaluatedImages: Sendable {
    private let table: EmbeddingTable
    /// Of the table, ascending in a whole dataset.
    package let images: [Int32]
    /// The true class of each.
    package let labels: [Int32]

    /// - Parameter labels: one an image of the table, nil where it has none.
    package init(_ table: EmbeddingTable, labels: [Int?]) {
        precondition(table.images == labels.count, "\(labels.count) labels for \(table.images) images")
        self.table = table
        images = labels.indices.filter { labels[$0] != nil && table.isKnown($0) }.map { Int32($0) }
        self.labels = images.map { Int32(labels[Int($0)]!) }
    }

    private init(_ table: EmbeddingTable, images: [Int32], labels: [Int32]) {
        (self.table, self.images, self.labels) = (table, images, labels)
    }

    package var count: Int { images.count }

    /// Some of them, by their places here.
    package func selecting(_ places: [Int]) -> EvaluatedImages {
        EvaluatedImages(table, images: places.map { images[$0] }, labels: places.map { labels[$0] })
    }

    /// Places of images that are looked at together: some megabytes of cosines.
    func blocks(classes: Int) -> [Range<Int>] {
        let size = max(1, min(512, (1 << 20) / max(1, classes)))
        return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }

    /// [images, dimension], copied: for images that fit into memory several times.
    package var embeddings: Matrix { embeddings(of: 0..<count) }

    private func embeddings(of places: Range<Int>) -> Matrix {
        let dimension = table.dimension
        let rows = [Float](unsafeUninitializedCapacity: places.count * dimension) { buffer, initialised in
            for (offset, place) in places.enumerated() {
                guard let row = table.row(of: Int(images[place])) else { preconditionFailure("no embedding") }
                table.rows.copy(row: row, to: buffer.baseAddress! + offset * dimension)
            }
            initialised = places.count * dimension
        }
        return Matrix(rows: places.count, columns: dimension, values: rows)
    }

    /// Calls `body` with the cosines of some images, [places, classes].
    func withCosines<Result>(
        of places: Range<Int>, _ weights: ClassWeights, _ body: (UnsafeBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        let cosines = embeddings(of: places).timesTransposed(weights.matrix)
        return try cosines.values.withUnsafeBufferPointer(body)
    }

    /// The class of the highest cosine for each image, the lower index first among equals.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func predictions(
        _ weights: ClassWeights, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Int32] {
        try blocks(classes: weights.matrix.rows).flatMap { places in
            if isCancelled() { throw CancellationError() }
            return embeddings(of: places).timesTransposed(weights.matrix).highestColumns
        }
    }

    /// The same, and the mean of -ln(probability of the true class), in nats.
    /// - Parameter logitScale: of the softmax over the cosines.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func evaluation(
        _ weights: ClassWeights, logitScale: Float, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> (predictions: [Int32], logLoss: Double) {
        let classes = weights.matrix.rows
        var (predictions, loss) = ([Int32](), 0.0)
        predictions.reserveCapacity(count)
        for places in blocks(classes: classes) {
            if isCancelled() { throw CancellationError() }
            var scores = embeddings(of: places).timesTransposed(weights.matrix)
            predictions += scores.highestColumns
            scores.softmaxRows(scale: logitScale)
            for (row, place) in places.enumerated() {
                let probability = scores.values[row * classes + Int(labels[place])]
                loss -= log(Double(max(probability, .leastNormalMagnitude)))
            }
        }
        return (predictions, count == 0 ? 0 : loss / Double(count))
    }

    /// How many of the predictions are right.
    package func right(_ predictions: [Int32]) -> Int {
        precondition(predictions.count == count, "\(predictions.count) predictions for \(count) images")
        return labels.indices.count { labels[$0] == predictions[$0] }
    }

    /// Share of 1; 0 without images.
    package func accuracy(_ predictions: [Int32]) -> Double {
        count == 0 ? 0 : Double(right(predictions)) / Double(count)
    }
}

/// The place of the highest of `count` values, the first among equals.
func highest(in values: UnsafeBufferPointer<Float>, from start: Int, count: Int) -> Int {
    var best = 0
    for index in 1..<max(1, count) where values[start + index] > values[start + best] { best = index }
    return best
}

extension Matrix {
    /// The column of the highest value of each row, the first among equals.
    var highestColumns: [Int32] {
        values.withUnsafeBufferPointer { values in
            (0..<rows).map { Int32(highest(in: values, from: $0 * columns, count: columns)) }
        }
    }
}
