import Foundation
import GRDB
import Synchronization

/// A SQLite file of the cache (WAL mode), which several programs may have open. What it holds can be made anew: a damaged
/// one is set aside.
final class CacheDatabase: Sendable {
    let file: URL
    private let migrations: Migrations
    private let pageSize: Int
    /// What means nothing without it.
    private let companions: @Sendable () throws -> [URL]
    private let queue: Mutex<DatabaseQueue>
    /// What was found wrong with the cache and mended, in one line.
    private let repair: Mutex<String?>
    /// The file's version before it was opened, where it was an earlier one.
    let earlierVersion: Int?

    /// Opens, or makes, NAME.sqlite in a directory. A file that is no database or a damaged one is set aside under the name
    /// NAME.sqlite.corrupt-DATE, and its companions with it.
    /// - Parameter pageSize: of a new file, bytes.
    /// - Throws: `StoreError`
    init(
        _ name: String, in directory: URL, _ migrations: Migrations, pageSize: Int = 4096,
        companions: @escaping @Sendable () throws -> [URL] = { [] }
    ) throws {
        self.migrations = migrations
        self.pageSize = pageSize
        self.companions = companions
        file = directory.appending(path: "\(name).sqlite", directoryHint: .notDirectory)
        var repaired: String?
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let queue: DatabaseQueue
            var earlier: Int?
            let inode = FileVersion(path: file.path)?.inode
            do {
                (queue, earlier) = try Self.open(file, migrations, pageSize)
            } catch let error as DatabaseError where error.isCorruption {
                // Unless another program has done so by now.
                if FileVersion(path: file.path)?.inode == inode { repaired = try Self.setAside(file, companions()) }
                (queue, earlier) = try Self.open(file, migrations, pageSize)
            }
            self.queue = Mutex(queue)
            earlierVersion = earlier
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.cannotOpen(file, reason: message(of: error))
        }
        repair = Mutex(repaired)
    }

    /// Whether there is a NAME.sqlite in a directory.
    /// - Throws: `StoreError` where nobody can tell.
    static func exists(_ name: String, in directory: URL) throws -> Bool {
        let file = directory.appending(path: "\(name).sqlite", directoryHint: .notDirectory)
        return switch FilePath(file).presence {
        case .there: true
        case .absent: false
        case .unreachable(let reason): throw StoreError.cannotOpen(file, reason: reason)
        }
    }

    /// The repair made since the last call, if any: to be told to the user once.
    func takeRepairMessage() -> String? {
        repair.withLock { message in
            defer { message = nil }
            return message
        }
    }

    /// To be told once, unless something else is.
    func tell(_ message: String) { repair.withLock { $0 = $0 ?? message } }

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
            } catch  where Self.isDamage(error) {
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
            let told = try Self.setAside(file, companions())
            current = try Self.open(file, migrations, pageSize).queue
            repair.withLock { $0 = told }
            return current
        }
    }

    private static func isDamage(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError: error.isCorruption
        case is TableRow.WrongValue, is RowDecodingError: true
        default: false
        }
    }

    private static func open(
        _ file: URL, _ migrations: Migrations, _ pageSize: Int
    ) throws -> (queue: DatabaseQueue, earlier: Int?) {
        var configuration = Configuration()
        // A pruning copies vector files under the lock.
        configuration.busyMode = .timeout(60)
        configuration.label = file.lastPathComponent
        configuration.journalMode = .wal
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = \(pageSize)")
            // A cache may lose its last transactions in a power cut, and in WAL mode nothing else.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        let queue = try DatabaseQueue.shared(file, configuration)
        let found = try queue.read(Migrations.version(of:))
        guard found <= migrations.version else {
            throw StoreError.newerVersion(file, found: found, known: migrations.version)
        }
        try migrations.run(on: queue)
        return (queue, (1..<migrations.version).contains(found) ? found : nil)
    }

    /// Renames the database, its journals and its companions.
    /// - Returns: what was done, in one line.
    private static func setAside(_ file: URL, _ companions: [URL]) throws -> String {
        let date = Date.now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
        let folder = file.deletingLastPathComponent()
        func name(_ count: Int) -> String {
            "\(file.lastPathComponent).corrupt-\(date)" + (count > 1 ? "-\(count)" : "")
        }
        let free = (1...).first { !FileManager.default.fileExists(atPath: folder.appending(path: name($0)).path) }!
        for suffix in ["", "-wal", "-shm"] {
            rename(file.path + suffix, folder.appending(path: name(free)).path + suffix)
        }
        for companion in companions { rename(companion.path, companion.path + ".corrupt-\(date)") }
        return "\(file.path): the embedding cache was damaged; it was set aside as \(name(free)) and is built anew"
    }
}

extension DatabaseError {
    fileprivate var isCorruption: Bool {
        resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB
    }
}
