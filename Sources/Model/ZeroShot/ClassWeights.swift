import Foundation

/// One unit vector a class: the weights of the zero-shot classifier.
/// A class weight is the normalised mean of the normalised embeddings of its prompts
/// (Radford et al. 2021, section 3.1.4).
package struct ClassWeights: Sendable, Equatable {
    package let matrix: Matrix  // [classes, dimension]

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

extension Matrix {
    /// Scales a row to unit length; a row of zeros stays.
    package mutating func normaliseRow(_ row: Int) {
        let range = row * columns..<(row + 1) * columns
        let norm = values[range].reduce(into: Double(0)) { $0 += Double($1) * Double($1) }.squareRoot()
        guard norm > 0 else { return }
        for index in range { values[index] = Float(Double(values[index]) / norm) }
    }
}
