import CZlib
import Foundation

/// A file that gzip packed.
enum GzipFile {
    enum Failure: Error, Equatable {
        case notWhole
    }

    /// - Throws: `POSIXError`, `GzipFile.Failure`
    static func contents(of path: FilePath) throws -> [UInt8] {
        errno = 0
        guard let stream = path.withCString({ gzopen($0, "rb") }) else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOMEM)
        }
        var contents: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 17)
        var count: Int32 = 0
        repeat {
            count = gzread(stream, &part, UInt32(part.count))
            contents += part.prefix(Int(max(count, 0)))
        } while count > 0
        // A file that was cut short shows only here.
        guard gzclose(stream) == Z_OK, count == 0 else { throw Failure.notWhole }
        return contents
    }
}

extension GzipFile.Failure: CustomStringConvertible {
    var description: String { "it is not a whole gzip file" }
}
