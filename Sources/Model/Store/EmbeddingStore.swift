import Foundation
import GRDB

/// The embedding cache, shared by every clipscope that runs. A database (SQLite in WAL mode) says which row of a vector
/// file is the embedding of a content, for each model and preprocessing, and which content a file has, by its size, time
/// and inode, so that a warm start reads no image. The vector files beside it are mapped, never read into memory.
package final class EmbeddingStore: Sendable {
    /// That of the database and the vector files.
    let directory: URL
    private let database: CacheDatabase

    /// Opens, or makes, embeddings.sqlite in a directory. A file that is no database or a damaged one is set
    /// aside under the name embeddings.sqlite.corrupt-DATE, and the vector files with it: rows mean nothing without it.
    /// - Throws: `StoreError`
    package init(directory: URL) throws {
        self.directory = directory
        database = try CacheDatabase(
            "embeddings", in: directory, StoreSchema.migrations,
            companions: { try VectorFile.names(in: directory).map { VectorFile.url($0, in: directory) } })
        guard database.earlierVersion != nil else { return }
        try removeStrayVectorFiles()
        database.tell("\(file.path): the embedding cache of an earlier version had no checksums; it is built anew")
    }

    package var file: URL { database.file }

    /// The repair made since the last call, if any: to be told to the user once.
    package func takeRepairMessage() -> String? { database.takeRepairMessage() }

    /// Reads in a snapshot.
    /// - Throws: `StoreError`
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value { try database.read(body) }

    /// Writes in one transaction that takes the lock at its start.
    /// - Throws: `StoreError`
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value { try database.write(body) }

    /// Writes the database anew, without gaps.
    /// - Throws: `StoreError`
    func vacuum() throws { try database.vacuum() }
}

extension EmbeddingStore {
    /// The one that is there; nil where there is none, and none is made.
    /// - Throws: `StoreError`
    package static func existing(in directory: URL) throws -> EmbeddingStore? {
        try CacheDatabase.exists("embeddings", in: directory) ? EmbeddingStore(directory: directory) : nil
    }

    /// The cache, or one line on why there is none or what was mended.
    package struct Opening: Sendable {
        package let store: EmbeddingStore?
        package let message: String?
    }

    /// Opens the cache, and does without where that fails.
    package static func open(in directory: URL) -> Opening {
        do {
            let store = try EmbeddingStore(directory: directory)
            return Opening(store: store, message: store.takeRepairMessage())
        } catch {
            return Opening(store: nil, message: "\(message(of: error)); images are encoded without a cache")
        }
    }
}

extension EmbeddingStore {
    /// A space whose vector file holds more rows than there are embeddings.
    struct Gapped {
        let id: Int64
        let dimension: Int
        let vectors: String
        let checksum: RowChecksum
    }

    func spacesWithGaps(_ db: Database) throws -> [Gapped] {
        try TableRow.fetchAll(
            db, "space",
            sql: """
                SELECT id, model, preprocessing, dimension, vectors FROM space
                WHERE rows > (SELECT count(*) FROM embedding WHERE embedding.space = space.id)
                """
        ).map { row in
            let dimension = try row.dimension("dimension")
            return Gapped(
                id: try row["id"], dimension: dimension, vectors: try row.vectorFile("vectors"),
                checksum: .ofEmbedding(
                    model: try row["model"], preprocessing: try row["preprocessing"], dimension: dimension))
        }
    }

    /// Copies the rows that are referred to into a new vector file, in their order, and refers to that. The old file is
    /// for the caller to remove when that is committed.
    func compact(_ space: Gapped, _ db: Database) throws {
        let kept = try TableRow.fetchAll(
            db, "embedding", sql: "SELECT content, row, checksum FROM embedding WHERE space = ? ORDER BY row",
            arguments: [space.id]
        ).map { (content: try $0.hash("content"), row: try $0["row"] as Int, checksum: try $0["checksum"] as Int64) }
        guard !kept.isEmpty else { return }
        let old = try EmbeddingRows(
            growing: VectorFile.url(space.vectors, in: directory), dimension: space.dimension)
        let name = VectorFile.newName()
        let new = try EmbeddingRows(growing: VectorFile.url(name, in: directory), dimension: space.dimension)
        let end = old.count
        var next = 0
        for start in stride(from: 0, to: kept.count, by: Self.rowsAtOnce) {
            var values: [Float] = []
            for (content, row, checksum) in kept[start..<min(start + Self.rowsAtOnce, kept.count)] {
                guard old.holds(row, of: content, space.checksum, checksum, end: end) else {
                    try db.execute(
                        sql: "DELETE FROM embedding WHERE space = ? AND content = ?",
                        arguments: [space.id, content.bytes])
                    continue
                }
                try db.cachedStatement(sql: "UPDATE embedding SET row = ? WHERE space = ? AND content = ?")
                    .execute(arguments: [next, space.id, content.bytes])
                values += old[row]
                next += 1
            }
            try new.write(values[...], at: next - values.count / space.dimension)
        }
        try new.synchronise()
        try db.execute(
            sql: "UPDATE space SET vectors = ?, rows = ? WHERE id = ?", arguments: [name, next, space.id])
    }

    private static let rowsAtOnce = 4096
}

extension EmbeddingStore {
    package struct Summary: Sendable, Equatable {
        package struct Model: Sendable, Equatable {
            package let name: String
            package let fingerprint: String
            package let preprocessing: String
            package let dimension: Int
            package let embeddings: Int
            /// Of its vector file.
            package let bytes: Int64
            /// Nil before the first embedding was asked for.
            package let lastUse: Day?
        }

        package struct Dataset: Sendable, Equatable {
            package let folder: String
            /// Images of it with an embedding of some model.
            package let files: Int
            package let lastUse: Day?
        }

        package let embeddings: Int
        package let files: Int
        /// Of the database with its journal, and the vector files.
        package let bytes: Int64
        /// The last used first.
        package let models: [Model]
        package let datasets: [Dataset]
    }

    /// - Throws: `StoreError`
    package func summary() throws -> Summary {
        try read { db in
            let models = try models(db)
            let database = ["", "-wal"].reduce(Int64(0)) { $0 + (FileVersion(path: file.path + $1)?.size ?? 0) }
            return Summary(
                embeddings: models.map(\.embeddings).reduce(0, +),
                files: try Int.fetchOne(db, sql: "SELECT count(*) FROM file") ?? 0,
                bytes: models.map(\.bytes).reduce(database, +), models: models, datasets: try datasets(db))
        }
    }

    private func models(_ db: Database) throws -> [Summary.Model] {
        try TableRow.fetchAll(
            db, "space",
            sql: """
                SELECT name, model, preprocessing, dimension, vectors,
                    (SELECT count(*) FROM embedding WHERE embedding.space = space.id) AS embeddings,
                    (SELECT max(day) FROM use WHERE use.space = space.id) AS last
                FROM space ORDER BY last DESC, name
                """
        ).map { row in
            Summary.Model(
                name: try row["name"], fingerprint: try row["model"], preprocessing: try row["preprocessing"],
                dimension: try row.dimension("dimension"), embeddings: try row.count("embeddings"),
                bytes: FileVersion(path: VectorFile.url(try row.vectorFile("vectors"), in: directory).path)?.size ?? 0,
                lastUse: try row.day("last"))
        }
    }

    private func datasets(_ db: Database) throws -> [Summary.Dataset] {
        try TableRow.fetchAll(
            db, "dataset",
            sql: """
                SELECT folder, (SELECT max(day) FROM use WHERE use.dataset = dataset.id) AS last,
                    count(file.key) AS files
                FROM dataset LEFT JOIN file ON file.dataset = dataset.id GROUP BY dataset.id ORDER BY last DESC, folder
                """
        ).map { row in
            Summary.Dataset(folder: try row["folder"], files: try row.count("files"), lastUse: try row.day("last"))
        }
    }
}
