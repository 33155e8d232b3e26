import Foundation
import GRDB

/// What the user did, kept for good: prompt sets with every version, evaluation runs, marks and notes on images, and
/// how each dataset was left. SQLite in WAL mode, shared by every clipscope that runs. Unlike the cache, nothing of it
/// can be computed again: a file that is damaged, or of a newer version, is left as it is, to the byte.
package final class History: Sendable {
    package let file: URL
    private let queue: DatabaseQueue

    /// Opens, or makes, history.sqlite in a directory.
    /// - Throws: `HistoryError`
    package init(directory: URL) throws {
        let file = Self.file(in: directory)
        self.file = file
        do {
            // SQLite would begin a new one behind a link that leads nowhere: on a disk that is not mounted now, perhaps.
            if case .unreachable(let reason) = FilePath(file).presence {
                throw HistoryError.cannotOpen(file, reason: reason)
            }
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Self.check(file)
            queue = try Self.open(file)
        } catch {
            throw HistoryError(opening: file, error)
        }
    }

    /// Opens the one that is there; nil where there is none, and none is made.
    /// - Throws: `HistoryError`
    package static func existing(in directory: URL) throws -> History? {
        let file = file(in: directory)
        switch FilePath(file).presence {
        case .there: return try History(directory: directory)
        case .absent: return nil
        case .unreachable(let reason): throw HistoryError.cannotOpen(file, reason: reason)
        }
    }

    package static func file(in directory: URL) -> URL {
        directory.appending(path: "history.sqlite", directoryHint: .notDirectory)
    }

    /// Reads in a snapshot.
    /// - Throws: `HistoryError`
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.read(body) } catch { throw HistoryError(using: file, error) }
    }

    /// Writes in one transaction that takes the lock at its start, and is on the disk when this returns.
    /// - Throws: `HistoryError`
    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do { return try queue.write(body) } catch { throw HistoryError(using: file, error) }
    }

    private static func open(_ file: URL) throws -> DatabaseQueue {
        var configuration = configuration
        configuration.prepareDatabase { db in
            // FULL: what was saved outlives a power cut. GRDB's own WAL mode would write at each opening.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        let queue = try DatabaseQueue.shared(file, configuration)
        try HistorySchema.migrations.run(on: queue)
        return queue
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "history"
        return configuration
    }
}

// MARK: - Before anything is written

extension History {
    /// Looks at the file through a connection that cannot write: another one could, when it closes, move what a crash
    /// left in the journal into a damaged file.
    private static func check(_ file: URL) throws {
        let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int
        guard size ?? 0 > 0 else { return }
        var readOnly = configuration
        readOnly.readonly = true
        do {
            try inspect(file, readOnly)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // A crash left a transaction half done, which SQLite takes back before anyone reads.
            try inspect(file, configuration)
        }
    }

    private static func inspect(_ file: URL, _ configuration: Configuration) throws {
        try DatabaseQueue.shared(file, configuration).read { db in
            let found = try Migrations.version(of: db)
            let known = HistorySchema.migrations.version
            guard found <= known else { throw HistoryError.newerVersion(file, found: found, known: known) }
            if found == 0, try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") != 0 {
                throw HistoryError.damaged(file, reason: "the tables in it are not clipscope's")
            }
            let problem = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? ""
            guard problem == "ok" else {
                throw HistoryError.damaged(file, reason: problem.replacing(/\s+/, with: " "))
            }
        }
    }
}

extension History {
    /// The history, or one line on why there is none.
    package struct Opening: Sendable {
        package let history: History?
        package let message: String?
    }

    /// Opens the history, and does without where that fails.
    package static func open(in directory: URL) -> Opening {
        do {
            return Opening(history: try History(directory: directory), message: nil)
        } catch {
            return Opening(history: nil, message: "\(message(of: error)); nothing is recorded")
        }
    }
}

/// The tables of history.sqlite, version by version.
enum HistorySchema {
    static let migrations = Migrations(steps: [
        """
        CREATE TABLE prompt_set (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            toml TEXT NOT NULL,
            date TEXT NOT NULL,
            note TEXT,
            UNIQUE (name, version)
        );
        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            identity BLOB NOT NULL UNIQUE,
            date TEXT NOT NULL,
            dataset TEXT NOT NULL,
            folder TEXT NOT NULL,
            split TEXT,
            label_column TEXT NOT NULL,
            model TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            location TEXT NOT NULL,
            prompt_set TEXT NOT NULL,
            toml TEXT NOT NULL,
            images INTEGER NOT NULL,
            top1 REAL NOT NULL,
            top5 REAL NOT NULL,
            mean_per_class REAL NOT NULL,
            ece REAL NOT NULL,
            note TEXT
        );
        CREATE TABLE image (
            folder TEXT NOT NULL,
            path TEXT NOT NULL,
            mark TEXT,
            note TEXT,
            date TEXT NOT NULL,
            PRIMARY KEY (folder, path)
        ) WITHOUT ROWID;
        CREATE TABLE session (
            dataset TEXT PRIMARY KEY,
            turn INTEGER NOT NULL UNIQUE,
            date TEXT NOT NULL,
            document TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE run ADD COLUMN names TEXT;
        ALTER TABLE run ADD COLUMN labelled INTEGER;
        ALTER TABLE run ADD COLUMN classes INTEGER;
        """,
    ])
}
