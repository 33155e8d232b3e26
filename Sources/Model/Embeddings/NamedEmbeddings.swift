import Foundation

/// Embeddings on their way out of the program.
package struct NamedEmbeddings: Sendable {
    package let origin: EmbeddingOrigin
    /// Texts, or the paths of images.
    package let names: [String]
    package let dimension: Int
    /// Of a part of a dataset: what the images are called where their own names turn out not to be all different.
    private let otherNames: [String]?
    static let otherNamesKey = "other_names"
    /// Normalised.
    private let row: @Sendable (Int) -> [Float]

    /// - Parameter matrix: normalised, [names, dimension].
    package init(origin: EmbeddingOrigin, names: [String], matrix: Matrix) {
        precondition(names.count == matrix.rows, "\(names.count) names for \(matrix.rows) rows")
        self.origin = origin
        self.names = names
        dimension = matrix.columns
        otherNames = nil
        row = { Array(matrix[$0]) }
    }

    /// Of the images that have an embedding, left where they are until they are written.
    package init(origin: EmbeddingOrigin, _ embedded: EmbeddedDataset) {
        let images = embedded.images
        let table = embedded.table
        self.origin = origin
        names = images.map { embedded.dataset.images[$0].path }
        let others = images.compactMap { embedded.dataset.images.otherPath($0) }
        otherNames = others.isEmpty ? nil : others
        dimension = table.dimension
        row = { table[images[$0]] ?? [] }
    }

    /// A line an embedding, its numbers separated by tabs.
    package var text: String {
        names.indices.map { index in row(index).map { "\($0)" }.joined(separator: "\t") + "\n" }.joined()
    }

    /// As .npy or .safetensors, by the file's name.
    /// - Parameters:
    ///   - numPyType: of the values in .npy.
    ///   - bytes: of a row.
    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package func write(
        to file: URL, numPyType: String = "<f4", bytes: ([Float]) -> Data = { $0.withUnsafeBytes { Data($0) } }
    ) throws {
        var metadata = origin.metadata
        if let otherNames {
            metadata[Self.otherNamesKey] = String(decoding: try JSONEncoder().encode(otherNames), as: UTF8.self)
        }
        try EmbeddingFile.write(
            to: file, names: names, dimension: dimension, metadata: metadata, numPyType: numPyType, bytes: bytes,
            row: row)
    }
}

extension NamedEmbeddings: Encodable {
    private enum CodingKeys: String, CodingKey {
        case model, dimension, embeddings, normalised
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(origin.model, forKey: .model)
        try container.encode(dimension, forKey: .dimension)
        try container.encode(names.indices.map(row), forKey: .embeddings)
        try container.encode(true, forKey: .normalised)
    }
}
