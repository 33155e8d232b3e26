import Foundation
import GRDB

extension History {
    /// What the user marked or noted about an image.
    package struct Remark: Equatable, Sendable {
        package var mark: String?
        package var note: String?

        package init(mark: String? = nil, note: String? = nil) {
            (self.mark, self.note) = (mark, note)
        }

        package var isEmpty: Bool { mark == nil && note == nil }

        /// The explorer knows one mark.
        package static let marked = "marked"
    }

    package struct KeptRemark: Equatable, Sendable {
        package let folder: URL
        /// Relative to the folder.
        package let path: String
        package let date: Date
        package let remark: Remark
    }

    /// The remarks on the images of a dataset: path relative to it -> remark.
    /// - Throws: `HistoryError`
    package func remarks(in folder: URL) throws -> [String: Remark] {
        try read { db in
            let rows = try TableRow.fetchAll(
                db, "image", sql: "SELECT path, mark, note FROM image WHERE folder = ?", arguments: [folder.path])
            return try rows.reduce(into: [:]) { try $0[$1["path"]] = Remark($1) }
        }
    }

    /// All remarks, or those of one dataset, in the order of folders and paths.
    /// - Throws: `HistoryError`
    package func keptRemarks(in folder: URL? = nil) throws -> [KeptRemark] {
        try read { db in
            let rows = try TableRow.fetchAll(
                db, "image",
                sql: """
                    SELECT folder, path, date, mark, note FROM image WHERE coalesce(folder = :folder, true)
                    ORDER BY folder, path
                    """, arguments: ["folder": folder?.path])
            return try rows.map { row in
                KeptRemark(
                    folder: URL(filePath: try row["folder"] as String), path: try row["path"],
                    date: try row.date("date"), remark: try Remark(row))
            }
        }
    }

    /// Keeps a remark in place of the one before; an empty one takes it away.
    /// - Parameter path: relative to the dataset, its images' name for people.
    /// - Throws: `HistoryError`
    package func keep(_ remark: Remark, on path: String, in folder: URL) throws {
        try write { db in
            guard !remark.isEmpty else {
                return try db.execute(
                    sql: "DELETE FROM image WHERE folder = ? AND path = ?", arguments: [folder.path, path])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO image (folder, path, mark, note, date) VALUES (?, ?, ?, ?, ?)",
                arguments: [folder.path, path, remark.mark, remark.note, Date.now])
        }
    }
}

extension History.Remark {
    fileprivate init(_ row: TableRow) throws {
        self.init(mark: try row["mark"], note: try row["note"])
    }
}
