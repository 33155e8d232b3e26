import Foundation
import GRDB

extension TextStore {
    /// What the cache holds of one model.
    package struct Contents: Sendable, Equatable {
        package let name: String
        package let fingerprint: String
        package let dimension: Int
        package let texts: Int
        /// Of the vectors.
        package let bytes: Int64
        /// Nil where no text is left.
        package let lastUse: Day?
    }

    /// The last used first.
    /// - Throws: `StoreError`
    package func contents() throws -> [Contents] {
        try database.read { db in
            try TableRow.fetchAll(
                db, "model",
                sql: """
                    SELECT name, fingerprint, dimension, count(text.id) AS texts, max(used) AS last
                    FROM model LEFT JOIN text ON text.model = model.id GROUP BY model.id ORDER BY last DESC, name
                    """
            ).map { row in
                let (dimension, texts) = (try row.dimension("dimension"), try row.number("texts", in: 0...1 << 32))
                return Contents(
                    name: try row["name"], fingerprint: try row["fingerprint"], dimension: dimension, texts: texts,
                    bytes: Int64(4 * dimension * texts), lastUse: try row.day("last"))
            }
        }
    }

    /// Of the file with its journal.
    package var bytes: Int64 {
        ["", "-wal"].reduce(Int64(0)) { $0 + (FileVersion(path: database.file.path + $1)?.size ?? 0) }
    }

    /// Removes texts for which every given condition holds. Texts are of no dataset: conditions on images spare them.
    /// - Parameter isDryRun: nothing is changed.
    /// - Throws: `StoreError`
    package func prune(_ pruning: Pruning, isDryRun: Bool = false) throws -> Pruned {
        guard pruning.dataset == nil, !pruning.onlyMissing else { return .nothing }
        let condition = """
            (:day IS NULL OR used < :day) AND (:model IS NULL
                OR model IN (SELECT id FROM model WHERE name = :model OR substr(fingerprint, 1, length(:model)) = :model))
            """
        let arguments: StatementArguments = ["day": pruning.unusedSince?.number, "model": pruning.model]
        let pruned = try database.write { db in
            let row = try TableRow.fetchOne(
                db, "model",
                sql: """
                    SELECT count(*) AS texts, coalesce(sum(4 * dimension), 0) AS bytes FROM text
                    JOIN (SELECT id AS own, dimension FROM model) ON own = model WHERE \(condition)
                    """, arguments: arguments)!
            if !isDryRun {
                try db.execute(sql: "DELETE FROM text WHERE \(condition)", arguments: arguments)
                try db.execute(sql: "DELETE FROM model WHERE id NOT IN (SELECT model FROM text)")
            }
            return Pruned(texts: try row.count("texts"), bytes: Int64(try row.count("bytes")))
        }
        if !isDryRun, pruned.texts > 0 { try database.vacuum() }
        return pruned
    }

    /// What went, or would go.
    package struct Pruned: Sendable, Equatable {
        package let texts: Int
        /// Of the vectors.
        package let bytes: Int64

        package static let nothing = Pruned(texts: 0, bytes: 0)
    }
}
