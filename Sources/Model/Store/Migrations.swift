import Foundation
import GRDB

/// The versions of a database file, kept in its user_version.
struct Migrations {
    /// Version n is reached by running the first n. Never edited, only appended to.
    let steps: [String]

    var version: Int { steps.count }

    /// Brings the file to this version, in one transaction that reads the version inside it: of two programs
    /// that start at once, one migrates and the other finds it done. (GRDB's DatabaseMigrator reads it outside.)
    func run(on queue: DatabaseQueue) throws {
        guard try queue.read(Self.version(of:)) < version else { return }
        try queue.writeWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                for step in steps.dropFirst(try Self.version(of: db)) { try db.execute(sql: step) }
                try db.execute(sql: "PRAGMA user_version = \(max(version, try Self.version(of: db)))")
                return .commit
            }
        }
    }

    /// Of a file; 0 where it is empty.
    static func version(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }
}

extension DatabaseQueue {
    /// Opens a file that other programs may have open too. The change to WAL mode, and the repair after a crash, do not
    /// heed the busy timeout when two programs make them at once.
    static func shared(_ file: URL, _ configuration: Configuration) throws -> DatabaseQueue {
        for _ in 0..<50 {
            do {
                return try DatabaseQueue(path: file.path, configuration: configuration)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
        return try DatabaseQueue(path: file.path, configuration: configuration)
    }
}
