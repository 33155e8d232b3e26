import Foundation

/// Image embeddings in, probabilities out: softmax(logitScale * image . class), and of a classifier that was fitted to
/// images softmax(logitScale * image . class + intercept).
public struct ZeroShotClassifier: Sendable {
    /// [classes, dimension], rows of length 1, or of any length where they were fitted to images.
    public let weights: ClassWeights
    /// exp of the checkpoint's logit_scale.
    public let logitScale: Float
    /// Of a model that was trained with a sigmoid for each pair of an image and a text.
    public let logitBias: Float?
    /// Added to the logits of each class; nil where it is prompts that classify.
    package let intercepts: [Float]?

    package init(weights: ClassWeights, logitScale: Float, logitBias: Float? = nil) {
        (self.weights, self.logitScale, self.logitBias) = (weights, logitScale, logitBias)
        intercepts = nil
    }

    /// One that was fitted to images.
    /// - Parameter intercepts: one a class.
    package init(weights: ClassWeights, intercepts: [Float], logitScale: Float = 1) {
        precondition(intercepts.count == weights.matrix.rows, "one intercept a class")
        (self.weights, self.logitScale, self.intercepts) = (weights, logitScale, intercepts)
        logitBias = nil
    }

    /// - Parameter embeddings: normalised, [images, dimension].
    /// - Returns: cosine similarities, [images, classes].
    public func cosines(_ embeddings: Matrix) -> Matrix {
        embeddings.timesTransposed(weights.matrix)
    }

    /// - Returns: [images, classes], each row summing to 1.
    public func probabilities(_ embeddings: Matrix) -> Matrix {
        guard intercepts == nil else {
            var logits = logits(embeddings)
            logits.softmaxRows(scale: 1)
            return logits
        }
        var scores = cosines(embeddings)
        scores.softmaxRows(scale: logitScale)
        return scores
    }

    /// - Returns: what the softmax is taken of, [images, classes].
    func logits(_ embeddings: Matrix) -> Matrix {
        var scores = cosines(embeddings)
        for index in scores.values.indices {
            scores.values[index] = logitScale * scores.values[index] + (intercepts?[index % scores.columns] ?? 0)
        }
        return scores
    }

    /// How likely each class fits by itself, sigmoid(logitScale * image . class + logitBias), in models that were trained
    /// so; nil in the others.
    /// - Returns: [images, classes]
    public func sigmoids(_ embeddings: Matrix) -> Matrix? {
        guard let sigmoid else { return nil }
        var scores = cosines(embeddings)
        scores.values = scores.values.map(sigmoid)
        return scores
    }

    /// From a cosine to how likely the class fits by itself; nil where the model was not trained so.
    package var sigmoid: (@Sendable (_ cosine: Float) -> Float)? {
        guard let logitBias else { return nil }
        return { [logitScale] cosine in
            let logit = logitScale * cosine + logitBias
            return 1 / (1 + exp(-logit))
        }
    }

    /// - Parameters:
    ///   - embeddings: normalised, [images, dimension].
    ///   - labels: the true class of each image, nil where it has none.
    public func outcomes(_ embeddings: Matrix, labels: [Int?]) -> [Outcome] {
        let probabilities = probabilities(embeddings)
        return (0..<embeddings.rows).map { Outcome(probabilities: probabilities[$0], label: labels[$0]) }
    }
}
