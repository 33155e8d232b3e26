/// One unit vector a class: the weights of the zero-shot classifier.
/// A class weight is the normalised mean of the normalised embeddings of its prompts
/// (Radford et al. 2021, section 3.1.4).
public struct ClassWeights: Sendable, Equatable {
    /// [classes, dimension], rows of length 1.
    public let matrix: Matrix  // [classes, dimension]

    package init(matrix: Matrix) {
        self.matrix = matrix
    }

    /// - Parameter sum: for each class the sum of its prompts' embeddings, [classes, dimension]: normalised it equals the
    ///   normalised mean.
    init(sum: Matrix) {
        var weights = sum
        weights.normaliseRows()
        matrix = weights
    }
}
