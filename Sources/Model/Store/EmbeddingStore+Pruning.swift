import Foundation
import GRDB

extension EmbeddingStore {
    /// Removes embeddings and what is remembered of files that have none any more, and closes the gaps that they leave in
    /// the vector files, each of which is copied into a new one. Programs that have the old one mapped keep it until they
    /// let go.
    /// - Parameter isDryRun: nothing is changed.
    /// - Throws: `StoreError`; the cache is as it was then.
    package func prune(_ pruning: Pruning, isDryRun: Bool = false) throws -> Pruning.Outcome {
        let condition = try PruningCondition(pruning, gone: pruning.onlyMissing ? try missingFiles() : [])
        let outcome = try write { db in
            var outcome: Pruning.Outcome?
            try db.inSavepoint {
                let before = try embeddings(db)
                try db.execute(
                    sql: "DELETE FROM embedding WHERE \(condition.ofEmbedding)", arguments: condition.arguments)
                let after = try embeddings(db)
                outcome = Pruning.Outcome(
                    embeddings: before.count - after.count, files: try removeFiles(condition, db),
                    bytes: Int64(before.floats - after.floats) * 4)
                if isDryRun { return .rollback }
                for space in try spacesWithGaps(db) { try compact(space, db) }
                try db.execute(
                    sql: """
                        DELETE FROM space WHERE NOT EXISTS (SELECT 1 FROM embedding WHERE embedding.space = space.id);
                        DELETE FROM dataset WHERE id NOT IN (SELECT dataset FROM file);
                        """)
                return .commit
            }
            return outcome!
        }
        if !isDryRun {
            try removeStrayVectorFiles()
            try shrink()
        }
        return outcome
    }

    private func missingFiles() throws -> [String] {
        try read { try String.fetchAll($0, sql: "SELECT key FROM file") }
            .filter { ImageSource.file(ofKey: $0).status() == nil }
    }

    private func embeddings(_ db: Database) throws -> (count: Int, floats: Int) {
        let row = try TableRow.fetchOne(
            db, "space",
            sql: """
                SELECT count(*) AS count, coalesce(sum(dimension), 0) AS floats
                FROM embedding JOIN space ON space.id = embedding.space
                """)!
        return (try row.count("count"), try row.count("floats"))
    }

    /// - Returns: how many.
    private func removeFiles(_ condition: PruningCondition, _ db: Database) throws -> Int {
        let before = try Int.fetchOne(db, sql: "SELECT count(*) FROM file")!
        if condition.concernsAllSpaces {
            try db.execute(sql: "DELETE FROM file WHERE \(condition.ofFile)", arguments: condition.arguments)
        }
        try db.execute(
            sql: """
                DELETE FROM file WHERE NOT EXISTS (SELECT 1 FROM space CROSS JOIN embedding
                    ON embedding.space = space.id AND embedding.content = file.content)
                """)
        return before - (try Int.fetchOne(db, sql: "SELECT count(*) FROM file")!)
    }

    /// Also those that a crash, or another database, left.
    func removeStrayVectorFiles() throws {
        try write { db in
            let used = try Set(String.fetchAll(db, sql: "SELECT vectors FROM space"))
            for name in try VectorFile.names(in: directory) where !used.contains(name) {
                try FileManager.default.removeItem(at: VectorFile.url(name, in: directory))
            }
        }
    }

    /// Gives the disk back what the database no longer needs, where that is a good part of it.
    private func shrink() throws {
        let (free, all) = try read { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0,
                try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            )
        }
        if free * 4 > all { try vacuum() }
    }
}

/// A `Pruning` as conditions in SQL.
struct PruningCondition {
    private var ofFiles: [String] = []
    private var ofUses: [String] = []
    private var ofEmbeddings: [String] = []
    private(set) var arguments: StatementArguments

    /// - Parameter gone: keys of files that do not exist.
    init(_ pruning: Pruning, gone: [String]) throws {
        let day = pruning.unusedSince?.number
        arguments = [
            "day": day, "model": pruning.model, "folder": pruning.dataset?.path,
            "gone": try EmbeddingStore.json(gone),
        ]
        if pruning.dataset != nil {
            ofFiles.append(
                """
                file.dataset IN (SELECT id FROM dataset
                    WHERE folder = :folder OR substr(folder, 1, length(:folder) + 1) = :folder || '/')
                """)
        }
        if pruning.onlyMissing { ofFiles.append("file.key IN (SELECT value FROM json_each(:gone))") }
        if pruning.unusedSince != nil {
            ofUses.append("coalesce(use.day, 0) < :day")
            ofEmbeddings.append("made < :day")
        }
        if pruning.model != nil {
            ofEmbeddings.append(
                """
                space IN (SELECT id FROM space
                    WHERE name = :model OR substr(model, 1, length(:model)) = :model)
                """)
        }
    }

    /// Whether files that meet the conditions have no embedding left.
    var concernsAllSpaces: Bool { ofUses.isEmpty && ofEmbeddings.isEmpty && !ofFiles.isEmpty }

    var ofFile: String { Self.all(ofFiles) }

    /// No file has the content for which a condition does not hold. Contents that no file has any more meet them all, but
    /// are of no dataset.
    var ofEmbedding: String {
        let spared = """
            (space, content) NOT IN (SELECT space.id, file.content FROM space CROSS JOIN file
                LEFT JOIN use ON use.space = space.id AND use.dataset = file.dataset
                WHERE NOT (\(Self.all(ofFiles + ofUses))))
            """
        let isOfDataset = "(:folder IS NULL OR content IN (SELECT content FROM file WHERE \(ofFile)))"
        return Self.all(ofEmbeddings + [spared, isOfDataset])
    }

    private static func all(_ conditions: [String]) -> String {
        conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }
}
