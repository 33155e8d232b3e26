import Foundation
import GRDB

/// What went wrong, in one line for people. Our own errors say it themselves; this adds those of the libraries.
public func message(of error: any Error) -> String {
    switch error {
    case let error as DatabaseError:
        return error.message ?? "SQLite error \(error.resultCode.rawValue)"
    case let error as CocoaError where error.underlying is POSIXError:
        return message(of: error.underlying!)
    case let error as CocoaError:
        switch error.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file"
        case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
        case .fileWriteOutOfSpace: return "no space left on the disk"
        case .fileWriteVolumeReadOnly: return "the file system is read-only"
        default: return error.localizedDescription
        }
    case let error as POSIXError:
        return String(cString: strerror(error.code.rawValue))
    case let error as any CustomStringConvertible where !(error is any LocalizedError):
        return error.description
    default:
        return error.localizedDescription
    }
}

/// "a, b, c", and "nothing" for an empty list.
func listing(_ names: [String]) -> String {
    names.isEmpty ? "nothing" : names.joined(separator: ", ")
}
