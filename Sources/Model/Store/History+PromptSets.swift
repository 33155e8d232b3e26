import Foundation
import GRDB

extension History {
    /// One version of a prompt set that was saved under a name.
    package struct SavedSet: Equatable, Sendable {
        package let name: String
        /// 1 is the first.
        package let version: Int
        /// What it is: everything else about the set is read from it.
        package let toml: String
        package let date: Date
        package let note: String?
        private let file: URL

        fileprivate init(_ row: TableRow, file: URL) throws {
            (name, version) = (try row["name"], try row.count("version"))
            (toml, date, note) = (try row["toml"], try row.date("date"), try row["note"])
            self.file = file
        }

        /// - Throws: `TOMLFile.Failure`, `PromptSetError`
        package var promptSet: PromptSet {
            get throws { try PromptSet(stored: toml, in: file) }
        }
    }

    /// Saves a set as the newest version of its name, unless it is as the newest version is.
    /// - Returns: the newest version, and whether it is new. On the disk by then.
    /// - Throws: `HistoryError`
    @discardableResult
    package func save(_ set: PromptSet, as name: String) throws -> (saved: SavedSet, isNew: Bool) {
        var set = set
        set.name = name
        let toml = set.toml
        return try write { db in
            let newest = try newest(of: name, db)
            if let newest, newest.toml == toml { return (newest, false) }
            try db.execute(
                sql: "INSERT INTO prompt_set (name, version, toml, date) VALUES (?, ?, ?, ?)",
                arguments: [name, (newest?.version ?? 0) + 1, toml, Date.now])
            guard let saved = try self.newest(of: name, db) else { preconditionFailure("a set that was just saved") }
            return (saved, true)
        }
    }

    /// The newest version of every name, the one saved last first.
    /// - Throws: `HistoryError`
    package func newestSets() throws -> [SavedSet] {
        try sets("WHERE version = (SELECT max(version) FROM prompt_set AS all_of WHERE all_of.name = prompt_set.name)")
    }

    /// All versions of all names, the one saved last first.
    /// - Throws: `HistoryError`
    package func allSets() throws -> [SavedSet] { try sets("") }

    /// All versions of a name, the newest first.
    /// - Throws: `HistoryError`
    package func versions(of name: String) throws -> [SavedSet] { try sets("WHERE name = ?", [name]) }

    /// - Parameter reference: NAME, which is its newest version, or NAME@VERSION.
    /// - Throws: `HistoryError`
    package func savedSet(_ reference: String) throws -> SavedSet {
        if let newest = try newest(of: reference) { return newest }
        let (name, version) = Self.nameAndVersion(reference)
        guard let version, let newest = try newest(of: name) else {
            throw HistoryError.noSet(reference, known: try newestSets().map(\.name))
        }
        guard let saved = try sets("WHERE name = ? AND version = ?", [name, version]).first else {
            throw HistoryError.noVersion(name, version: version, newest: newest.version)
        }
        return saved
    }

    /// Notes something about a version; an empty text takes the note away.
    /// - Throws: `HistoryError`
    package func note(_ text: String, on set: SavedSet) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE prompt_set SET note = ? WHERE name = ? AND version = ?",
                arguments: [text.isEmpty ? nil : text, set.name, set.version])
        }
    }

    private func sets(_ condition: String, _ arguments: StatementArguments = []) throws -> [SavedSet] {
        try read { db in
            try TableRow.fetchAll(
                db, "prompt_set", sql: "SELECT * FROM prompt_set \(condition) ORDER BY id DESC", arguments: arguments
            ).map { try SavedSet($0, file: file) }
        }
    }

    private func newest(of name: String) throws -> SavedSet? { try read { try newest(of: name, $0) } }

    private func newest(of name: String, _ db: Database) throws -> SavedSet? {
        try TableRow.fetchOne(
            db, "prompt_set", sql: "SELECT * FROM prompt_set WHERE name = ? ORDER BY version DESC LIMIT 1",
            arguments: [name]
        ).map { try SavedSet($0, file: file) }
    }

    private static func nameAndVersion(_ reference: String) -> (String, Int?) {
        guard let at = reference.lastIndex(of: "@") else { return (reference, nil) }
        return (String(reference[..<at]), Int(reference[reference.index(after: at)...]))
    }
}

extension PromptSet {
    /// A prompt set as people name it: a file, or where there is none of that name a saved set, NAME or NAME@VERSION.
    /// - Parameters:
    ///   - file: what the name is as a path.
    ///   - state: the directory of the history.
    /// - Throws: `PromptSetError`, `TOMLFile.Failure`, `HistoryError`
    package init(named name: String, file: URL, state: URL) throws {
        let isPath = name.contains("/") || ["toml", "txt"].contains(file.pathExtension.lowercased())
        guard !isPath, !FileManager.default.fileExists(atPath: file.path) else {
            self = try PromptSet(contentsOf: file)
            return
        }
        do {
            guard let history = try History.existing(in: state) else { throw HistoryError.noSet(name, known: []) }
            self = try history.savedSet(name).promptSet
        } catch HistoryError.noSet(_, let known) {
            throw HistoryError.neitherFileNorSet(name, file: file, known: known)
        }
    }
}
