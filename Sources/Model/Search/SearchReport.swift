import Foundation

/// A search's hits by name.
package struct SearchReport: Sendable, Encodable {
    package struct Result: Sendable, Encodable {
        package let file: String
        /// In an index; nil in a dataset.
        package let row: Int?
        /// In the dataset's first label column.
        package let label: String?
        package let similarity: Float
    }

    /// What was looked for, or, with a negative weight, away from: a text or a picture's path.
    package struct Term: Sendable, Encodable {
        package let text: String?
        package let image: String?
        package let weight: Float

        package init(text: String? = nil, image: String? = nil, weight: Float) {
            (self.text, self.image, self.weight) = (text, image, weight)
        }
    }

    /// The text as it was typed, or the pictures' paths.
    package let query: String
    package let terms: [Term]
    /// Or the index's file.
    package let dataset: String
    /// Rows of the index that were searched, and the time that took; nil for a dataset.
    package let rows: Int?
    package let seconds: Double?
    /// What similarities are taken after; nil without one.
    package let projection: String?
    package let results: [Result]

    package init(_ search: Search, in dataset: Dataset, query: String, terms: [Term], projection: String? = nil) {
        (self.query, self.terms, self.projection) = (query, terms, projection)
        self.dataset = dataset.name
        (rows, seconds) = (nil, nil)
        let labelColumn = dataset.labelColumns.first
        results = search.hits.map { hit in
            Result(
                file: dataset.images[hit.image].path, row: nil,
                label: labelColumn?.labels[hit.image].flatMap { labelColumn?.classes[$0] }, similarity: hit.similarity)
        }
    }

    /// Of the rows of an index, by the names beside it, else by their numbers.
    package init(
        _ hits: [Search.Hit], in index: VectorIndex, file: String, query: String, terms: [Term],
        projection: String? = nil, seconds: Double
    ) {
        (self.query, self.terms, self.projection, self.seconds) = (query, terms, projection, seconds)
        (dataset, rows) = (file, index.rows)
        results = hits.map { hit in
            Result(
                file: index.names?[hit.image] ?? "row \(hit.image)", row: hit.image, label: nil,
                similarity: hit.similarity)
        }
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["similarity", "label", "file"], [.right, .left, .left])
        for result in results {
            table.add([String(format: "%.3f", result.similarity), result.label ?? "-", result.file])
        }
        return table.text(style)
    }
}
