import Foundation
import GRDB

/// The cache of texts' embeddings, texts.sqlite: bounded, the least recently used go first. It knows the hashes of models'
/// files too.
package final class TextStore: Sendable {
    /// Of the vectors of all models.
    static let limit = 128 << 20

    let database: CacheDatabase
    let directory: URL
    private let limit: Int

    /// Opens, or makes, texts.sqlite in a directory.
    /// - Throws: `StoreError`
    package convenience init(directory: URL) throws {
        try self.init(directory: directory, limit: Self.limit)
    }

    init(directory: URL, limit: Int) throws {
        // A page of 4 KB would hold a single embedding and as much of nothing.
        database = try CacheDatabase("texts", in: directory, TextSchema.migrations, pageSize: 16384)
        (self.directory, self.limit) = (directory, limit)
    }

    /// The one that is there; nil where there is none, and none is made.
    /// - Throws: `StoreError`
    package static func existing(in directory: URL) throws -> TextStore? {
        try CacheDatabase.exists("texts", in: directory) ? TextStore(directory: directory) : nil
    }

    /// The repair made since the last call, if any: to be told to the user once.
    package func takeRepairMessage() -> String? { database.takeRepairMessage() }

    /// - Returns: one a hash; a vector that is damaged is none.
    /// - Throws: `StoreError`
    func embeddings(of hashes: [ContentHash], model: Model) throws -> [[Float]?] {
        let today = Day.today.number
        let checksum = RowChecksum.ofText(model)
        var stale: [Int64] = []
        let found: [[Float]?] = try database.read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT vector, used, text.id, checksum FROM text JOIN model ON model.id = text.model
                    WHERE fingerprint = ? AND dimension = ? AND ids = ?
                    """)
            return try hashes.map { hash -> [Float]? in
                guard
                    let row = try TableRow.fetchOne(
                        statement, "text", arguments: [model.fingerprint, model.dimension, hash.bytes]),
                    let bytes: Data = try? row["vector"],
                    try bytes.withUnsafeBytes({ checksum(hash, $0) }) == row["checksum"] as Int64
                else { return nil }
                if try row["used"] as Int != today { stale.append(try row["id"]) }
                return Self.vector(bytes, model.dimension)
            }
        }
        if !stale.isEmpty {
            try database.write { db in
                for id in stale {
                    try db.cachedStatement(sql: "UPDATE text SET used = ? WHERE id = ?")
                        .execute(arguments: [today, id])
                }
            }
        }
        return found
    }

    /// - Throws: `StoreError`
    func save(_ embeddings: [[Float]], of hashes: [ContentHash], model: Model) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO model (fingerprint, dimension, name) VALUES (?, ?, ?)
                    ON CONFLICT (fingerprint, dimension) DO UPDATE SET name = excluded.name
                    """, arguments: [model.fingerprint, model.dimension, model.name])
            let id = try Int64.fetchOne(
                db, sql: "SELECT id FROM model WHERE fingerprint = ? AND dimension = ?",
                arguments: [model.fingerprint, model.dimension])!
            let checksum = RowChecksum.ofText(model)
            for (hash, embedding) in zip(hashes, embeddings) {
                let bytes = embedding.withUnsafeBytes { Data($0) }
                try db.cachedStatement(
                    sql: "INSERT OR REPLACE INTO text (model, ids, vector, used, checksum) VALUES (?, ?, ?, ?, ?)"
                ).execute(arguments: [
                    id, hash.bytes, bytes, Day.today.number, bytes.withUnsafeBytes { checksum(hash, $0) },
                ])
            }
            try forget(db)
        }
    }

    /// Keeps the vectors within the limit, and goes a tenth below it, so that it need not be done at each writing.
    private func forget(_ db: Database) throws {
        let bytes = try Int.fetchOne(
            db,
            sql: """
                SELECT coalesce(sum(4 * dimension * (SELECT count(*) FROM text WHERE text.model = model.id)), 0) FROM model
                """)!
        guard bytes > limit else { return }
        let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM text")!
        let surplus = count - count * (limit - limit / 10) / bytes
        try db.execute(
            sql: "DELETE FROM text WHERE id IN (SELECT id FROM text ORDER BY used, id LIMIT ?)", arguments: [surplus])
    }

    private static func vector(_ bytes: Data, _ dimension: Int) -> [Float]? {
        guard bytes.count == 4 * dimension else { return nil }
        return [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
            bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
            count = dimension
        }
    }

    /// Whose embeddings they are.
    struct Model: Sendable {
        /// Tells the precision too.
        let fingerprint: String
        let dimension: Int
        /// What people call it. Decides nothing.
        let name: String
    }
}

/// A model's texts are found by the hash of its files, which lie here too. What fails is told when texts are asked for.
extension TextStore: FileHashes {
    package var folder: URL? { directory }

    package func hash(of path: String, _ fileVersion: FileVersion) -> ContentHash? {
        let hash = try? database.read { db -> ContentHash? in
            let row = try TableRow.fetchOne(
                db, "file",
                sql: "SELECT content, checksum FROM file WHERE path = ? AND size = ? AND modified = ? AND inode = ?",
                arguments: [path, fileVersion.size, fileVersion.modifiedNanoseconds, fileVersion.inode])
            guard let row else { return nil }
            let content = try row.hash("content")
            return try RowChecksum.ofFile(path, fileVersion, content) == row["checksum"] as Int64 ? content : nil
        }
        return hash ?? nil
    }

    package func keep(_ hash: ContentHash, of path: String, _ fileVersion: FileVersion) {
        try? database.write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO file (path, size, modified, inode, content, checksum) VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    path, fileVersion.size, fileVersion.modifiedNanoseconds, fileVersion.inode, hash.bytes,
                    RowChecksum.ofFile(path, fileVersion, hash),
                ])
        }
    }
}

/// The tables of texts.sqlite, version by version.
enum TextSchema {
    static let migrations = Migrations(steps: [
        """
        CREATE TABLE model (
            id INTEGER PRIMARY KEY,
            fingerprint TEXT NOT NULL,      -- tells the precision too
            dimension INTEGER NOT NULL,
            name TEXT NOT NULL,             -- what people call it
            UNIQUE (fingerprint, dimension)
        );
        CREATE TABLE text (
            id INTEGER PRIMARY KEY,         -- a later one was made later
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE,
            ids BLOB NOT NULL,              -- hash of the token ids
            vector BLOB NOT NULL,           -- 32-bit floats in the machine's order
            used INTEGER NOT NULL           -- day since 1970
        );
        CREATE UNIQUE INDEX textOfModel ON text (model, ids);
        CREATE INDEX textByUse ON text (used, id);
        """,
        """
        CREATE TABLE file (                 -- of a model
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,      -- nanoseconds since 1970
            inode INTEGER NOT NULL,
            content BLOB NOT NULL           -- its hash
        ) WITHOUT ROWID;
        """,
        // Every row got a checksum, as in embeddings.sqlite.
        """
        DELETE FROM text;
        DELETE FROM file;
        ALTER TABLE text ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE file ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
        """,
    ])
}
