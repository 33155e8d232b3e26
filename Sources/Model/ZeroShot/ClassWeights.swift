import Foundation

/// One unit vector a class: the weights of the zero-shot classifier.
/// A class weight is the normalised mean of the normalised embeddings of its prompts
/// (Radford et al. 2021, section 3.1.4).
public struct ClassWeights: Sendable, Equatable {
    public let matrix: Matrix  // [classes, dimension]

    /// - Parameters:
    ///   - prompts: [class][prompt], at least one prompt a class.
    ///   - embedding: the normalised embedding of a prompt, `dimension` long.
    package init(
        prompts: [[String]], dimension: Int, embedding: (String) throws -> ArraySlice<Float>
    ) rethrows {
        var weights = Matrix(rows: prompts.count, columns: dimension)
        for (row, ensemble) in prompts.enumerated() {
            precondition(!ensemble.isEmpty, "class \(row) has no prompt")
            let start = row * dimension
            for prompt in ensemble {
                for (offset, value) in try embedding(prompt).enumerated() { weights.values[start + offset] += value }
            }
            weights.normaliseRow(row)
        }
        matrix = weights
    }

    package init(matrix: Matrix) {
        self.matrix = matrix
    }
}
