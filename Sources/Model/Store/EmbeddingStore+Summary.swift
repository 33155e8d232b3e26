import Foundation
import GRDB

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
            let database = ["", "-wal"].reduce(Int64(0)) { $0 + (FileStamp(path: file.path + $1)?.size ?? 0) }
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
                bytes: FileStamp(path: VectorFile.url(try row.vectorFile("vectors"), in: directory).path)?.size ?? 0,
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
