import Foundation
import GRDB

/// Why something is not kept, or not found, in the history.
package enum HistoryError: Error, Equatable {
    case cannotOpen(URL, reason: String)
    /// Not a database, not this program's, or one whose pages do not fit together.
    case damaged(URL, reason: String)
    case newerVersion(URL, found: Int, known: Int)
    case failed(URL, reason: String)
    case noRun(Int, known: ClosedRange<Int>?)
    case noSet(String, known: [String])
    case noVersion(String, version: Int, newest: Int)
    /// `file` is where a file of that name would be.
    case neitherFileNorSet(String, file: URL, known: [String])
}

extension HistoryError {
    /// What a library threw while `file` was opened.
    init(opening file: URL, _ error: any Error) {
        self = Self(file, error) { .cannotOpen(file, reason: $0) }
    }

    /// What a library threw while `file` was read or written.
    init(using file: URL, _ error: any Error) {
        self = Self(file, error) { .failed(file, reason: $0) }
    }

    private init(_ file: URL, _ error: any Error, _ otherwise: (String) -> HistoryError) {
        let reason = message(of: error)
        switch error {
        case let error as HistoryError:
            self = error
        case is TableRow.WrongValue, is RowDecodingError:
            self = .damaged(file, reason: reason)
        case let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode):
            self = .damaged(file, reason: reason)
        case let error as DatabaseError where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode):
            // SQLite does not tell why.
            let folder = file.deletingLastPathComponent().path
            let isUsable = access(folder, R_OK | W_OK | X_OK) == 0 && access(file.path, R_OK | W_OK) == 0
            self = otherwise(isUsable ? reason : message(of: POSIXError.last))
        default:
            self = otherwise(reason)
        }
    }
}

extension HistoryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let file, let reason): "\(file.path): the history cannot be opened: \(reason)"
        case .damaged(let file, let reason):
            "\(file.path): the history is damaged (\(reason)) and is left as it is; move it away to begin a new one,"
                + " or rescue it with `sqlite3 \(file.lastPathComponent) .recover`"
        case .newerVersion(let file, let found, let known):
            "\(file.path): the history is of version \(found), this program knows \(known)"
        case .failed(let file, let reason): "\(file.path): the history cannot be used: \(reason)"
        case .noRun(let id, let known):
            "no run \(id) in the history, "
                + (known.map { "found \($0.lowerBound) to \($0.upperBound)" } ?? "which has none yet")
        case .noSet(let name, let known): "no saved prompt set \"\(name)\", found \(listing(known))"
        case .noVersion(let name, let version, let newest):
            "prompt set \"\(name)\" has no version \(version), the newest is \(newest)"
        case .neitherFileNorSet(let name, let file, let known):
            "no prompt set \"\(name)\": neither the file \(file.path) nor one of the saved sets (\(listing(known)))"
        }
    }
}
