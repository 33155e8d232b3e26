import CXXHash
import Foundation

/// XXH3-64 of what a row of the cache says, and of what it says it: a row that was changed, or that stands where another
/// one belongs, has a checksum that does not fit.
struct RowChecksum: Sendable {
    private let common: UInt64

    /// - Parameter table: what all the rows have in common.
    init(_ table: String...) {
        common = Self.hash(of: table.joined(separator: "\0"))
    }

    func callAsFunction(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Int64 {
        combined(Self.hash(key), Self.hash(value))
    }

    /// Of a file that was read: its content belongs to its path and version.
    func callAsFunction(_ path: String, _ fileVersion: FileVersion, _ content: UnsafeRawBufferPointer) -> Int64 {
        let fileVersion = (fileVersion.size, fileVersion.modifiedNanoseconds, fileVersion.inode, Self.hash(content))
        return combined(Self.hash(of: path), withUnsafeBytes(of: fileVersion, Self.hash))
    }

    private func combined(_ key: UInt64, _ value: UInt64) -> Int64 {
        withUnsafeBytes(of: (common, key, value)) { Int64(bitPattern: Self.hash($0)) }
    }

    private static func hash(of text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
    }

    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 { XXH3_64bits(bytes.baseAddress, bytes.count) }
}

extension RowChecksum {
    /// Of files whose content is remembered by path and version.
    static let ofFile = RowChecksum("file")

    /// Of images' embeddings, by content.
    static func ofEmbedding(model: String, preprocessing: String, dimension: Int) -> RowChecksum {
        RowChecksum("embedding", model, preprocessing, String(dimension))
    }

    /// Of texts' embeddings, by their tokens' hash.
    static func ofText(_ model: TextStore.Model) -> RowChecksum {
        RowChecksum("text", model.fingerprint, String(model.dimension))
    }

    func callAsFunction(_ key: ContentHash, _ value: UnsafeRawBufferPointer) -> Int64 {
        key.bytes.withUnsafeBytes { self($0, value) }
    }

    func callAsFunction(_ path: String, _ fileVersion: FileVersion, _ content: ContentHash) -> Int64 {
        content.bytes.withUnsafeBytes { self(path, fileVersion, $0) }
    }
}
