/// Image embeddings in, probabilities out: softmax(logitScale * image . class).
public struct ZeroShotClassifier: Sendable {
    /// [classes, dimension], rows of length 1.
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
        scores.softmaxRows(scale: logitScale)
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
