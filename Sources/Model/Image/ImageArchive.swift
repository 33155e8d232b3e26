import Foundation
import Synchronization

/// A file that holds many images: a tar, an IDX file, a CIFAR batch, a zip, a Parquet or Arrow file.
package final class ImageArchive: Sendable {
    /// One image in it.
    package struct Member: Hashable, Sendable {
        package let archive: ImageArchive
        /// What people know it by.
        package let name: FilePath
        /// In the archive, unpacked where it is packed; the number of the part where pictures are stored otherwise.
        package let offset: Int
        /// Bytes; the row of the part where pictures are stored otherwise.
        package let count: Int
    }

    enum Failure: Error, Equatable {
        case changed
        case endsEarly(expected: Int, found: Int)
    }

    package let path: FilePath
    /// Nil where the members are image files.
    package let pixels: PixelLayout?
    /// As it was when the archive was listed.
    package let fileVersion: FileVersion
    /// Of an archive that gzip packed: the bytes that it unpacks to.
    private let unpackedSize: Int?
    /// Where they do not lie side by side as they are.
    private let stored: (any StoredPictures)?
    /// The bytes of a packed archive, once somebody asked for some.
    private let unpacked = Mutex<Data?>(nil)

    /// - Parameter unpackedSize: where gzip packed it.
    init(
        _ path: FilePath, fileVersion: FileVersion, pixels: PixelLayout? = nil, unpackedSize: Int? = nil,
        stored: (any StoredPictures)? = nil
    ) {
        self.path = path
        self.fileVersion = fileVersion
        self.pixels = pixels
        self.unpackedSize = unpackedSize
        self.stored = stored
    }

    /// The first bytes of an image, or all of them.
    /// - Throws: `POSIXError`, `ImageArchive.Failure`, `GzipFile.Failure`, and what reading stored pictures throws.
    func bytes(of member: Member, first limit: Int? = nil) throws -> Data {
        guard let stored else {
            return try bytes(at: member.offset, count: min(limit ?? .max, member.count))
        }
        let bytes = try stored.bytes(part: member.offset, row: member.count) { Array(try read(at: $0, count: $1)) }
        return limit.map { Data(bytes.prefix($0)) } ?? bytes
    }

    private func bytes(at offset: Int, count: Int) throws -> Data {
        guard let unpackedSize else { return try read(at: offset, count: count) }
        return try unpacked.withLock { unpacked in
            let all = try unpacked ?? Data(GzipFile.contents(of: path, atMost: unpackedSize))
            unpacked = all
            guard count <= all.count - offset else {
                throw Failure.endsEarly(expected: offset + count, found: all.count)
            }
            return all.subdata(in: offset..<offset + count)
        }
    }

    /// How many bytes an image takes; nil where it cannot be read.
    func byteCount(of member: Member) -> Int? {
        guard let stored else { return member.count }
        return try? stored.count(part: member.offset, row: member.count) { Array(try read(at: $0, count: $1)) }
    }

    private func read(at offset: Int, count: Int) throws -> Data {
        let descriptor = try path.opened()
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, FileVersion(status) == fileVersion else { throw Failure.changed }
        var bytes = Data(count: count)
        let found = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        guard found >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        guard found == count else { throw Failure.endsEarly(expected: offset + count, found: offset + found) }
        return bytes
    }
}

extension ImageArchive: Hashable {
    package static func == (left: ImageArchive, right: ImageArchive) -> Bool {
        left.path == right.path && left.fileVersion == right.fileVersion
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

extension ImageArchive.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .changed: "it was changed since the dataset was opened"
        case .endsEarly(let expected, let found): "it has \(found) bytes, expected at least \(expected)"
        }
    }
}
