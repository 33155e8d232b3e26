import Foundation
import GRDB

extension History {
    /// How a dataset was left. Everything in it but the dataset may be gone when it is read again.
    package struct Session: Equatable, Sendable {
        /// The folder, as it was opened.
        package var dataset: URL
        /// Nil: the embedded one.
        package var model: URL?
        package var labelColumn: String?
        /// How a table's rows name the images, as far as it was asked for.
        package var paths: TablePaths
        /// With what was changed and not saved; nil: the dataset's own.
        package var prompts: PromptSet?
        /// What the images listed have in common, by the explorer's own names.
        package var filter: [String: String]
        package var order: String?
        /// Path of an image, relative to the dataset.
        package var selected: String?
        /// Nil where the user did not choose one.
        package var theme: String?

        package init(
            dataset: URL, model: URL? = nil, labelColumn: String? = nil, paths: TablePaths = TablePaths(),
            prompts: PromptSet? = nil, filter: [String: String] = [:], order: String? = nil, selected: String? = nil,
            theme: String? = nil
        ) {
            self.dataset = dataset
            self.model = model
            self.labelColumn = labelColumn
            self.paths = paths
            self.prompts = prompts
            self.filter = filter
            self.order = order
            self.selected = selected
            self.theme = theme
        }
    }

    package struct KeptSession: Equatable, Sendable {
        package let date: Date
        package let session: Session
    }

    /// Keeps how a dataset was left, in place of what was kept before; it is the last one from now on.
    /// - Throws: `HistoryError`
    package func keep(_ session: Session) throws {
        let document = try Document(session).json
        try write { db in
            let last = try TableRow.fetchOne(
                db, "session", sql: "SELECT coalesce(max(turn), 0) AS turn FROM session")
            try db.execute(
                sql: "INSERT OR REPLACE INTO session (dataset, turn, date, document) VALUES (?, ?, ?, ?)",
                arguments: [session.dataset.path, (try last?.count("turn") ?? 0) + 1, Date.now, document])
        }
    }

    /// How a dataset was left, if it was ever open.
    /// - Throws: `HistoryError`
    package func session(of dataset: URL) throws -> KeptSession? {
        try session("WHERE dataset = ?", [dataset.path])
    }

    /// The last of all.
    /// - Throws: `HistoryError`
    package func lastSession() throws -> KeptSession? {
        try session("ORDER BY turn DESC LIMIT 1")
    }

    private func session(_ condition: String, _ arguments: StatementArguments = []) throws -> KeptSession? {
        let found = try read { db in
            try TableRow.fetchOne(
                db, "session", sql: "SELECT * FROM session \(condition)", arguments: arguments
            ).map { row in
                (dataset: try row["dataset"] as String, date: try row.date("date"), json: try row["document"] as String)
            }
        }
        guard let found else { return nil }
        let dataset = URL(filePath: found.dataset, directoryHint: .isDirectory)
        do {
            return KeptSession(
                date: found.date, session: try Document(json: found.json).session(of: dataset, file: file))
        } catch let error as DecodingError {
            throw HistoryError.failed(file, reason: "how \(dataset.path) was left: \(message(of: error))")
        }
    }

    /// A session as JSON; what a newer program adds is not read.
    private struct Document: Codable {
        var model: String?
        var labelColumn: String?
        var fileColumn: String?
        var imageFolder: String?
        var fileExtension: String?
        var prompts: String?
        var filter: [String: String]?
        var order: String?
        var selected: String?
        var theme: String?

        init(_ session: Session) {
            (model, labelColumn, prompts) = (session.model?.path, session.labelColumn, session.prompts?.toml)
            (fileColumn, imageFolder) = (session.paths.column, session.paths.folder)
            fileExtension = session.paths.ending
            filter = session.filter.isEmpty ? nil : session.filter
            (order, selected, theme) = (session.order, session.selected, session.theme)
        }

        init(json: String) throws {
            self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
        }

        var json: String {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                return String(decoding: try encoder.encode(self), as: UTF8.self)
            }
        }

        func session(of dataset: URL, file: URL) throws -> Session {
            Session(
                dataset: dataset, model: model.map { URL(filePath: $0) }, labelColumn: labelColumn,
                paths: TablePaths(column: fileColumn, folder: imageFolder, ending: fileExtension),
                prompts: try prompts.map { try PromptSet(stored: $0, in: file) }, filter: filter ?? [:], order: order,
                selected: selected, theme: theme)
        }
    }
}
