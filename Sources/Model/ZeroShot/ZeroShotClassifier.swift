import Foundation

/// Image embeddings in, probabilities out: softmax(logitScale * image . class).
public struct ZeroShotClassifier: Sendable {
    public let weights: ClassWeights
    /// exp of the checkpoint's logit_scale.
    public let logitScale: Float

    package init(weights: ClassWeights, logitScale: Float) {
        self.weights = weights
        self.logitScale = logitScale
    }

    /// - Parameter embeddings: normalised, [images, dimension].
    /// - Returns: cosine similarities, [images, classes].
    public func cosines(_ embeddings: Matrix) -> Matrix {
        embeddings.timesTransposed(weights.matrix)
    }

    /// - Returns: [images, classes], each row summing to 1.
    public func probabilities(_ embeddings: Matrix) -> Matrix {
        var scores = cosines(embeddings)
        for row in 0..<scores.rows {
            let range = row * scores.columns..<(row + 1) * scores.columns
            let highest = scores.values[range].max() ?? 0
            var sum: Float = 0
            for index in range {
                scores.values[index] = exp(logitScale * (scores.values[index] - highest))
                sum += scores.values[index]
            }
            for index in range { scores.values[index] /= sum }
        }
        return scores
    }

    /// - Parameters:
    ///   - embeddings: normalised, [images, dimension].
    ///   - labels: the true class of each image, nil where it has none.
    public func outcomes(_ embeddings: Matrix, labels: [Int?]) -> [Outcome] {
        let probabilities = probabilities(embeddings)
        return (0..<embeddings.rows).map { Outcome(probabilities: probabilities[$0], label: labels[$0]) }
    }
}
