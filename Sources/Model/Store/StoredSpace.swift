import Foundation
import GRDB

/// A space as the cache holds it from one pruning to the next, opened for one dataset. As long as `vectors` is its file,
/// a row number means one embedding.
struct StoredSpace: Sendable {
    let id: Int64
    let dataset: Int64
    /// Name of the vector file. Never given to another one, so that nobody takes an old file for a new one.
    let vectors: String
    let rows: EmbeddingRows
    let checksum: RowChecksum
}

extension EmbeddingStore {
    /// Makes the space where there is none, and remembers that the dataset uses it today.
    /// - Throws: `StoreError`
    func open(_ space: EmbeddingSpace, for folder: URL) throws -> StoredSpace {
        if let stored = try read({ try stored(space, folder.path, $0) }) { return stored }
        return try write { db in
            try db.execute(
                sql: """
                    INSERT INTO space (model, preprocessing, dimension, name, vectors, rows) VALUES (?, ?, ?, ?, ?, 0)
                    ON CONFLICT (model, preprocessing, dimension) DO UPDATE SET name = excluded.name
                    """,
                arguments: [
                    space.model, space.preprocessing, space.dimension, space.modelName, VectorFile.newName(),
                ])
            try db.execute(sql: "INSERT OR IGNORE INTO dataset (folder) VALUES (?)", arguments: [folder.path])
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO use (space, dataset, day) SELECT space.id, dataset.id, ? FROM space, dataset
                    WHERE model = ? AND preprocessing = ? AND dimension = ? AND folder = ?
                    """,
                arguments: [Day.today.number, space.model, space.preprocessing, space.dimension, folder.path])
            return try stored(space, folder.path, db)!
        }
    }

    /// Nil where something of it is to be written first.
    private func stored(_ space: EmbeddingSpace, _ folder: String, _ db: Database) throws -> StoredSpace? {
        let found = try TableRow.fetchOne(
            db, "space",
            sql: """
                SELECT space.id, space.vectors, dataset.id AS dataset FROM space
                JOIN use ON use.space = space.id JOIN dataset ON dataset.id = use.dataset
                WHERE model = ? AND preprocessing = ? AND dimension = ? AND name = ? AND folder = ? AND day = ?
                """,
            arguments: [
                space.model, space.preprocessing, space.dimension, space.modelName, folder, Day.today.number,
            ])
        return try found.map { row in
            let vectors = try row.vectorFile("vectors")
            let rows = try EmbeddingRows(growing: VectorFile.url(vectors, in: directory), dimension: space.dimension)
            return StoredSpace(
                id: try row["id"], dataset: try row["dataset"], vectors: vectors, rows: rows,
                checksum: .ofEmbedding(
                    model: space.model, preprocessing: space.preprocessing, dimension: space.dimension))
        }
    }

    /// - Throws: `StoreError.moved`
    func expect(_ stored: StoredSpace, _ db: Database) throws {
        let vectors = try String.fetchOne(
            db, sql: "SELECT vectors FROM space, dataset WHERE space.id = ? AND dataset.id = ?",
            arguments: [stored.id, stored.dataset])
        guard vectors == stored.vectors else { throw StoreError.moved(file) }
    }
}
