import Foundation
import GRDB
import Synchronization

/// The embedding cache, shared by every clipscope that runs. A database (SQLite in WAL mode) says which row of a vector
/// file is the embedding of a content, for each model and preprocessing, and which content a file has, by its size, time
/// and inode, so that a warm start reads no image. The vector files beside it are mapped, never read into memory.
package final class EmbeddingStore: Sendable {
    package let file: URL
    /// That of the database and the vector files.
    let directory: URL
    private let queue: Mutex<DatabaseQueue>
    /// What was found wrong with the cache and mended, in one line.
    private let repair: Mutex<String?>

    /// Opens, or makes, embeddings.sqlite in a directory. A file that is no database or a damaged one is set
    /// aside under the name embeddings.sqlite.corrupt-DATE, and the vector files with it.
    /// - Throws: `StoreError`
    package init(directory: URL) throws {
        self.directory = directory
        file = directory.appending(path: "embeddings.sqlite", directoryHint: .notDirectory)
        var repaired: String?
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let queue: DatabaseQueue
            let inode = FileStamp(path: file.path)?.inode
            do {
                queue = try Self.open(file)
            } catch let error as DatabaseError where error.isCorruption {
                // Unless another program has done so by now.
                if FileStamp(path: file.path)?.inode == inode { repaired = try Self.setAside(file) }
                queue = try Self.open(file)
            }
            self.queue = Mutex(queue)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.cannotOpen(file, reason: message(of: error))
        }
        repair = Mutex(repaired)
    }

    /// The repair made since the last call, if any: to be told to the user once.
    package func takeRepairMessage() -> String? {
        repair.withLock { message in
            defer { message = nil }
            return message
        }
    }

    /// Reads in a snapshot.
    /// - Throws: `StoreError`
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try mending { try $0.read(body) }
    }

    /// Writes in one transaction that takes the lock at its start.
    /// - Throws: `StoreError`
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try mending { try $0.write(body) }
    }

    /// Writes the database anew, without gaps.
    /// - Throws: `StoreError`
    func vacuum() throws {
        try mending { try $0.vacuum() }
    }

    /// Runs once more on a fresh file when this one turns out to be damaged.
    private func mending<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        let queue = queue.withLock { $0 }
        do {
            do {
                return try body(queue)
            } catch let error as DatabaseError where error.isCorruption {
                return try body(replacement(of: queue))
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.failed(file, reason: message(of: error))
        }
    }

    /// Several threads may meet the damage at once; the first of them mends it.
    private func replacement(of damaged: DatabaseQueue) throws -> DatabaseQueue {
        try queue.withLock { current in
            guard current === damaged else { return current }
            let told = try Self.setAside(file)
            current = try Self.open(file)
            repair.withLock { $0 = told }
            return current
        }
    }

    private static func open(_ file: URL) throws -> DatabaseQueue {
        var configuration = Configuration()
        // A pruning copies vector files under the lock.
        configuration.busyMode = .timeout(60)
        configuration.label = "embeddings"
        configuration.journalMode = .wal
        configuration.prepareDatabase { db in
            // A cache may lose its last transactions in a power cut, and in WAL mode nothing else.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue.shared(file, configuration)
        let found = try queue.read(Migrations.version(of:))
        guard found <= StoreSchema.migrations.version else {
            throw StoreError.newerVersion(file, found: found, known: StoreSchema.migrations.version)
        }
        try StoreSchema.migrations.run(on: queue)
        return queue
    }

    /// Renames the database, its journals and the vector files: rows mean nothing without it.
    /// - Returns: what was done, in one line.
    private static func setAside(_ file: URL) throws -> String {
        let date = Date.now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let folder = file.deletingLastPathComponent()
        func name(_ count: Int) -> String {
            "\(file.lastPathComponent).corrupt-\(date)" + (count > 1 ? "-\(count)" : "")
        }
        let free = (1...).first { !FileManager.default.fileExists(atPath: folder.appending(path: name($0)).path) }!
        for suffix in ["", "-wal", "-shm"] {
            rename(file.path + suffix, folder.appending(path: name(free)).path + suffix)
        }
        for vectors in try VectorFile.names(in: folder) {
            let path = VectorFile.url(vectors, in: folder).path
            rename(path, path + ".corrupt-\(date)")
        }
        return "\(file.path): the embedding cache was damaged; it was set aside as \(name(free)) and is built anew"
    }
}

extension EmbeddingStore {
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

extension DatabaseError {
    fileprivate var isCorruption: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}
