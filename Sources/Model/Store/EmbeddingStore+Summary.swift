import Foundation
import GRDB

extension EmbeddingStore {
    package struct Summary: Sendable, Equatable {
        package let embeddings: Int
        package let files: Int
        /// Of the database with its journal, and the vector files.
        package let bytes: Int64
    }

    /// - Throws: `StoreError`
    package func summary() throws -> Summary {
        let (embeddings, files, vectors) = try read { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM embedding") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM file") ?? 0,
                try String.fetchAll(db, sql: "SELECT vectors FROM space")
            )
        }
        let paths = ["", "-wal"].map { file.path + $0 } + vectors.map { VectorFile.url($0, in: directory).path }
        return Summary(
            embeddings: embeddings, files: files, bytes: paths.reduce(0) { $0 + (FileStamp(path: $1)?.size ?? 0) })
    }
}
