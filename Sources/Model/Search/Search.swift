/// The images of a dataset that are nearest to a text or a picture.
package struct Search: Sendable {
    package struct Hit: Sendable, Equatable {
        package let image: Int
        /// Cosine of the angle between the embeddings, -1...1.
        package let similarity: Float
    }

    /// The nearest first; equal ones in the order of the dataset.
    package let hits: [Hit]

    /// - Parameter query: normalised, as long as an embedding.
    package init(_ embedded: EmbeddedDataset, query: ArraySlice<Float>, top: Int) throws {
        let top = min(top, embedded.table.images)
        var found: [Hit] = []
        for (image, similarity) in try embedded.table.similarities(to: query).enumerated() where !similarity.isNaN {
            found.append(Hit(image: image, similarity: similarity))
            if found.count > top + Self.room { found = Self.best(found, top) }
        }
        hits = Self.best(found, top)
    }

    /// Hits that wait to be sorted.
    private static let room = 1 << 16

    private static func best(_ hits: [Hit], _ top: Int) -> [Hit] {
        Array(hits.sorted { ($1.similarity, $0.image) < ($0.similarity, $1.image) }.prefix(top))
    }
}
