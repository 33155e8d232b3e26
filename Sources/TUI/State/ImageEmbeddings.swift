import Model

/// The image embeddings known so far. Copies are cheap: each row is a slice of the batch that brought it.
package struct ImageEmbeddings: Sendable {
    package private(set) var rows: [ArraySlice<Float>?]
    package private(set) var known = 0

    package init(images: Int) {
        rows = Array(repeating: nil, count: images)
    }

    package var isComplete: Bool { known == rows.count }

    package subscript(image: Int) -> ArraySlice<Float>? {
        rows.indices.contains(image) ? rows[image] : nil
    }

    package mutating func insert(_ embedding: ArraySlice<Float>, image: Int) {
        if rows[image] == nil { known += 1 }
        rows[image] = embedding
    }

    /// - Parameter matrix: [images.count, dimension], normalised.
    package mutating func insert(_ matrix: Matrix, images: some Sequence<Int>) {
        for (row, image) in images.enumerated() { insert(matrix[row], image: image) }
    }

    /// The known rows as one matrix, and which image each row is.
    package func gathered(dimension: Int) -> (matrix: Matrix, images: [Int]) {
        var values: [Float] = []
        values.reserveCapacity(known * dimension)
        var images: [Int] = []
        for (image, row) in rows.enumerated() {
            guard let row else { continue }
            values += row
            images.append(image)
        }
        return (Matrix(rows: images.count, columns: dimension, values: values), images)
    }
}

/// How far the embedding of the images has come.
package struct EmbeddingProgress: Equatable, Sendable {
    package var done: Int
    package var total: Int
    /// Images a second since the run began; nil while it is too early to tell.
    package var rate: Double?
    /// Images that could not be read.
    package var failed: Int

    package init(done: Int, total: Int, rate: Double? = nil, failed: Int = 0) {
        self.done = done
        self.total = total
        self.rate = rate
        self.failed = failed
    }

    package var isFinished: Bool { done + failed >= total }

    package var secondsLeft: Double? {
        guard let rate, rate > 0 else { return nil }
        return Double(total - done - failed) / rate
    }
}
