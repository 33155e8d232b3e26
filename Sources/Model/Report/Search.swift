/// The images of a dataset that are nearest to a text or a picture.
package struct Search: Sendable {
    package struct Hit: Sendable, Equatable {
        package let image: Int
        /// Cosine of the angle between the embeddings, -1...1.
        package let similarity: Float
    }

    /// The nearest first; equal ones in the order of the dataset.
    package let hits: [Hit]

    /// - Parameter query: normalised, `embedded.embeddings.columns` long.
    package init(_ embedded: EmbeddedDataset, query: ArraySlice<Float>, top: Int) {
        let query = Matrix(rows: 1, columns: query.count, values: Array(query))
        let similarities = embedded.embeddings.timesTransposed(query).values  // [images, 1]
        let order = similarities.indices.sorted { (similarities[$0], $1) > (similarities[$1], $0) }
        hits = order.prefix(top).map { Hit(image: embedded.images[$0], similarity: similarities[$0]) }
    }
}
