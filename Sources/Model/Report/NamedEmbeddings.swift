import Foundation

/// Embeddings on their way out of the program.
package struct NamedEmbeddings: Sendable {
    package let model: String
    /// Texts, or the paths of images.
    package let names: [String]
    /// Normalised, [names, dimension].
    package let matrix: Matrix

    package init(model: String, names: [String], matrix: Matrix) {
        precondition(names.count == matrix.rows, "\(names.count) names for \(matrix.rows) rows")
        self.model = model
        self.names = names
        self.matrix = matrix
    }

    /// A line an embedding, its numbers separated by tabs.
    package var text: String {
        (0..<matrix.rows).map { row in matrix[row].map { "\($0)" }.joined(separator: "\t") + "\n" }.joined()
    }

    /// The tensor "embeddings" [names, dimension]; in the metadata "model" and "names", a JSON list.
    /// - Throws: `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        let names = String(decoding: try JSONEncoder().encode(names), as: UTF8.self)
        var writer = SafetensorsWriter(metadata: ["model": model, "names": names])
        writer.add("embeddings", matrix)
        try writer.write(to: file)
    }
}

extension NamedEmbeddings: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, dimension, embeddings, normalised
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(model, forKey: .model)
        try container.encode(matrix.columns, forKey: .dimension)
        try container.encode((0..<matrix.rows).map { Array(matrix[$0]) }, forKey: .embeddings)
        try container.encode(true, forKey: .normalised)
    }
}
