import Foundation

/// The datasets that are here, for people and programs.
package struct DatasetListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let name: String
        /// Its directory.
        package let location: String
        package let files: Int
        package let bytes: Int
        /// Why it cannot be used.
        package let problem: String?

        init(_ entry: DatasetCatalogue.Entry) {
            (name, location, files, bytes) = (entry.name, entry.location.path, entry.files, entry.bytes)
            problem = entry.holdsData ? nil : "no images that are read"
        }
    }

    package let datasets: [Entry]

    package init(_ catalogue: DatasetCatalogue) {
        datasets = catalogue.entries.map(Entry.init)
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["name", "files", "size", "where"], [.left, .right, .right, .left])
        for dataset in datasets {
            table.add([
                dataset.name, "\(dataset.files)", ReportText.megabytes(dataset.bytes),
                dataset.location + (dataset.problem.map { " (\($0))" } ?? ""),
            ])
        }
        return table.text(style)
    }
}
