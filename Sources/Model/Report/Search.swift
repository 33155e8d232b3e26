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
    package init(_ embedded: EmbeddedDataset, query: ArraySlice<Float>, top: Int) {
        let query = Matrix(rows: 1, columns: query.count, values: Array(query))
        var found: [Hit] = []
        var scratch: [Float] = []
        let table = embedded.table
        table.forEachBlock(of: Self.block, in: 0..<table.images, scratch: &scratch) { block in
            var similarities = [Float](repeating: 0, count: block.images.count)
            multiply(block.embeddings, byTransposed: query, into: &similarities, rows: block.images.count)
            found += zip(block.images, similarities).map { Hit(image: $0, similarity: $1) }
            if found.count > top + Self.room { found = Self.best(found, top) }
        }
        hits = Self.best(found, top)
    }

    /// Images that are looked at together, and hits that wait to be sorted.
    private static let block = 1024
    private static let room = 1 << 16

    private static func best(_ hits: [Hit], _ top: Int) -> [Hit] {
        Array(hits.sorted { ($1.similarity, $0.image) < ($0.similarity, $1.image) }.prefix(top))
    }
}
