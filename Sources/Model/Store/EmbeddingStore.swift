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
