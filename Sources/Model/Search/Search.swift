/// The images of a dataset that are nearest to a text or a picture.
package struct Search: Sendable {
    package struct Hit: Sendable, Equatable {
        package let image: Int
        /// Cosine of the angle between the embeddings, -1...1.
        package let similarity: Float
    }

    /// The nearest first; equal ones in the order of the dataset.
    package let hits: [Hit]

    /// - Parameters:
    ///   - query: normalised, as long as an embedding.
    ///   - left: an image that is no hit: the one that is asked with.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package init(
        _ table: EmbeddingTable, query: ArraySlice<Float>, top: Int, leavingOut left: Int? = nil,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let top = min(top, table.images)
        var found: [Hit] = []
        let similarities = try table.similarities(to: query, isCancelled: isCancelled)
        for (image, similarity) in similarities.enumerated() where !similarity.isNaN && image != left {
            found.append(Hit(image: image, similarity: similarity))
            if found.count > top + Self.room { found = Self.best(found, top) }
        }
        hits = Self.best(found, top)
    }

    /// Hits that wait to be sorted.
    private static let room = 1 << 16

    private static func best(_ hits: [Hit], _ top: Int) -> [Hit] { Array(hits.nearestFirst.prefix(top)) }
}

extension [Search.Hit] {
    /// The nearest first; equal ones in the order of the dataset.
    var nearestFirst: [Search.Hit] { sorted { ($1.similarity, $0.image) < ($0.similarity, $1.image) } }
}
