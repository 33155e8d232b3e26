import Foundation

/// Embeddings on their way out of the program.
package struct NamedEmbeddings: Sendable {
    package let origin: EmbeddingOrigin
    /// Texts, or the paths of images.
    package let names: [String]
    /// Normalised, [names, dimension].
    package let matrix: Matrix

    package init(origin: EmbeddingOrigin, names: [String], matrix: Matrix) {
        precondition(names.count == matrix.rows, "\(names.count) names for \(matrix.rows) rows")
        self.origin = origin
        self.names = names
        self.matrix = matrix
    }

    /// A line an embedding, its numbers separated by tabs.
    package var text: String {
        (0..<matrix.rows).map { row in matrix[row].map { "\($0)" }.joined(separator: "\t") + "\n" }.joined()
    }

    /// As .npy or .safetensors, by the file's name.
    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        try EmbeddingFile.write(
            to: file, names: names, dimension: matrix.columns, metadata: origin.metadata
        ) { Array(matrix[$0]) }
    }
}

extension NamedEmbeddings: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, dimension, embeddings, normalised
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(origin.model, forKey: .model)
        try container.encode(matrix.columns, forKey: .dimension)
        try container.encode((0..<matrix.rows).map { Array(matrix[$0]) }, forKey: .embeddings)
        try container.encode(true, forKey: .normalised)
    }
}
