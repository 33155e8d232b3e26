import Foundation

/// The tables of a page, with what they are of, as they leave the program: CSV, JSON or Markdown by the ending of the file's
/// name. The keys are told in docs/formats.md.
package struct ResultTables: Sendable, Equatable {
    package struct Fact: Sendable, Equatable {
        /// As JSON calls it: "label_column".
        package let key: String
        package let text: String

        package init(_ key: String, _ text: String) {
            (self.key, self.text) = (key, text)
        }
    }

    /// "classes"
    package let page: String
    package let facts: [Fact]
    /// Sentences that figures must not be read without.
    package let notes: [String]
    /// The first is what CSV has, which has room for one.
    package let tables: [ResultTable]

    package init(page: String, facts: [Fact], notes: [String], tables: [ResultTable]) {
        (self.page, self.facts, self.notes, self.tables) = (page, facts, notes, tables)
    }

    package enum Format: String, CaseIterable, Sendable {
        case csv, json
        case markdown = "md"

        /// Nil where the name ends otherwise.
        package init?(ofFile name: String) {
            self.init(rawValue: URL(filePath: name).pathExtension.lowercased())
        }
    }

    /// The tables that a format takes.
    package func tables(in format: Format) -> [ResultTable] { format == .csv ? Array(tables.prefix(1)) : tables }

    /// What a format has no room for; nil where it takes all.
    package func lost(in format: Format) -> String? {
        guard format == .csv else { return nil }
        let others = tables.dropFirst().count
        let lost = [
            others == 0 ? nil : "\(others == 1 ? "the other table" : "\(others) other tables")",
            notes.isEmpty ? nil : notes.count == 1 ? "a note" : "\(notes.count) notes",
        ].compactMap { $0 }
        return lost.isEmpty ? nil : lost.joined(separator: " and ") + " only in .json and .md"
    }

    /// Atomically, row by row.
    /// - Parameter progress: called with the rows written, now and then.
    /// - Throws: `AtomicWrite.Failure`, and `CancellationError` soon after `isCancelled` turns true: nothing is written then.
    package func write(
        to file: URL, as format: Format, progress: (Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws {
        try AtomicWrite.write(to: file) { sink in
            var rows = 0
            try forEachPiece(of: format) { piece in
                try sink.write(piece)
                rows += 1
                guard rows.isMultiple(of: Self.block) else { return }
                if isCancelled() { throw CancellationError() }
                progress(rows)
            }
        }
    }

    private static let block = 1024

    package func text(_ format: Format) -> String {
        var text = ""
        forEachPiece(of: format) { text += $0 }
        return text
    }

    private func forEachPiece(of format: Format, _ body: (String) throws -> Void) rethrows {
        switch format {
        case .csv: try forEachLineOfCSV(body)
        case .json: try forEachPieceOfJSON(body)
        case .markdown: try forEachLineOfMarkdown(body)
        }
    }
}
