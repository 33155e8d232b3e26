import CZlib
import Foundation

/// A file that gzip packed.
enum GzipFile {
    /// - Throws: `TokenizerError.unreadable`
    static func contents(of file: URL) throws -> [UInt8] {
        errno = 0
        guard let stream = gzopen(file.path, "rb") else {
            throw TokenizerError.unreadable(file, reason: String(cString: strerror(errno)))
        }
        var contents: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 17)
        var count: Int32 = 0
        repeat {
            count = gzread(stream, &part, UInt32(part.count))
            contents += part.prefix(Int(max(count, 0)))
        } while count > 0
        // A file that was cut short shows only here.
        guard gzclose(stream) == Z_OK, count == 0 else {
            throw TokenizerError.unreadable(file, reason: "it is not a whole gzip file")
        }
        return contents
    }
}
