import CZlib
import Foundation

/// A file that gzip packed.
enum GzipFile {
    enum Failure: Error, Equatable {
        case notWhole
        case tooLong(most: Int)
        /// What no program packs, and what cannot be read in parts.
        case longBlock(most: Int)
    }

    /// What is unpacked into memory: EMNIST, the longest of its kind, has 640 MB.
    static let longest = 1 << 30

    /// - Parameter most: bytes that the contents can have; unpacking ends there.
    /// - Throws: `POSIXError`, `GzipFile.Failure`
    static func contents(of path: FilePath, atMost most: Int = longest) throws -> [UInt8] {
        let stream = try opened(path)
        var contents: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 17)
        var count: Int32 = 0
        repeat {
            count = gzread(stream, &part, UInt32(part.count))
            contents += part.prefix(Int(max(count, 0)))
            guard contents.count <= most else {
                gzclose(stream)
                throw Failure.tooLong(most: most)
            }
        } while count > 0
        // A file that was cut short shows only here.
        guard gzclose(stream) == Z_OK, count == 0 else { throw Failure.notWhole }
        return contents
    }

    /// What was packed into these bytes, of one member or several.
    /// - Throws: `GzipFile.Failure`
    static func contents(of packed: [UInt8], atMost most: Int = longest) throws -> [UInt8] {
        var contents: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 17)
        var (position, isWhole) = (0, false)
        do {
            let inflater = try Inflater(.gzip)
            while position < packed.count {
                // What follows a member and is none is padding.
                if isWhole, packed[position] != 0x1F { break }
                if isWhole { try inflater.reset(.gzip) }
                let step = try packed[position...].withUnsafeBytes { input in
                    try part.withUnsafeMutableBufferPointer { try inflater.step(input, into: $0) }
                }
                position += step.consumed
                contents += part[..<step.produced]
                isWhole = step.isEnd
                guard contents.count <= most else { throw Failure.tooLong(most: most) }
                guard step.isEnd || step.consumed + step.produced > 0 else { break }
            }
        } catch is Inflater.Failure {
            throw Failure.notWhole
        }
        guard isWhole else { throw Failure.notWhole }
        return contents
    }

    /// The first bytes of the contents, fewer where there are no more.
    /// - Throws: `POSIXError`, `GzipFile.Failure`
    static func start(of path: FilePath, count: Int) throws -> [UInt8] {
        let stream = try opened(path)
        defer { gzclose(stream) }
        var start = [UInt8](repeating: 0, count: count)
        let found = gzread(stream, &start, UInt32(count))
        guard found >= 0 else { throw Failure.notWhole }
        return Array(start.prefix(Int(found)))
    }

    /// How long the contents are, by the file's last four bytes (RFC 1952, ISIZE): modulo 2^32, and anything where the
    /// file was cut short.
    /// - Throws: `POSIXError`, `GzipFile.Failure`
    static func unpackedSize(of path: FilePath) throws -> Int {
        let descriptor = try path.opened()
        defer { close(descriptor) }
        var size = [UInt8](repeating: 0, count: 4)
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 18, pread(descriptor, &size, 4, end - 4) == 4 else { throw Failure.notWhole }
        return size.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func opened(_ path: FilePath) throws -> gzFile {
        let descriptor = try path.opened()
        guard let stream = gzdopen(descriptor, "rb") else {
            close(descriptor)
            throw POSIXError(.ENOMEM)
        }
        return stream
    }
}

extension GzipFile.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .notWhole: "it is not a whole gzip file"
        case .tooLong(let most): "it unpacks to more than the \(most) bytes that are expected"
        case .longBlock(let most): "it has more than \(most) bytes in one block, which gzip never writes: pack it again"
        }
    }
}
