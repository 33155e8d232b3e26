import Foundation

/// Where the bytes of a tar archive come from, front to back.
protocol TarSource: AnyObject {
    var fileVersion: FileVersion { get }
    /// Nil where it is not known before the end.
    var length: Int? { get }
    /// How many bytes are known to be there.
    var known: Int { get }

    /// - Throws: `TarFile.Failure`, `POSIXError`, `GzipFile.Failure`
    func bytes(at offset: Int, count: Int) throws -> ArraySlice<UInt8>

    /// Whether the contents go on so far.
    func reaches(_ end: Int) throws -> Bool
}

/// A tar file as it is.
final class PlainTar: TarSource {
    let fileVersion: FileVersion
    private let descriptor: Int32
    private let end: Int
    /// What was read last, so that small members cost no call each.
    private var window: [UInt8] = []
    private var windowStart = 0
    private static let windowSize = 1 << 14

    /// - Throws: `POSIXError`
    init(_ path: FilePath) throws {
        descriptor = try path.opened()
        do {
            fileVersion = try FileVersion(descriptor: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        end = Int(fileVersion.size)
    }

    deinit { close(descriptor) }

    var length: Int? { end }
    var known: Int { end }

    func reaches(_ end: Int) -> Bool { end <= self.end }

    func bytes(at offset: Int, count: Int) throws -> ArraySlice<UInt8> {
        if offset < windowStart || offset + count > windowStart + window.count {
            window = [UInt8](repeating: 0, count: max(count, Self.windowSize))
            let found = pread(descriptor, &window, window.count, off_t(offset))
            guard found >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            window.removeLast(window.count - found)
            windowStart = offset
            guard found >= count else {
                throw TarFile.Failure.endsEarly(expected: offset + count, found: offset + found)
            }
        }
        return window[offset - windowStart..<offset - windowStart + count]
    }
}

/// A tar file that gzip packed: read once, while it is indexed.
final class GzipTar: TarSource {
    private let indexer: GzipIndexer

    /// - Throws: `POSIXError`, `FilePath.NotAFile`
    init(_ path: FilePath) throws {
        indexer = try GzipIndexer(path)
    }

    var fileVersion: FileVersion { indexer.fileVersion }
    var length: Int? { indexer.isFinished ? indexer.size : nil }
    var known: Int { indexer.size }
    var blocks: GzipBlocks { indexer.blocks }

    func reaches(_ end: Int) throws -> Bool { try indexer.reach(end, keepingFrom: end - 1) }

    func bytes(at offset: Int, count: Int) throws -> ArraySlice<UInt8> {
        guard try indexer.reach(offset + count, keepingFrom: offset) else {
            throw TarFile.Failure.endsEarly(expected: offset + count, found: indexer.size)
        }
        return indexer.bytes(offset..<offset + count)
    }
}
