import CXXHash
import Foundation

/// XXH3-128 of a file's bytes: what an image is, wherever it lies and whatever it is called.
package struct ContentHash: Hashable, Sendable {
    /// 16 bytes, most significant first.
    package let bytes: Data

    package init(of data: Data) {
        self = data.withUnsafeBytes { Self(of: $0) }
    }

    init(of buffer: UnsafeRawBufferPointer) {
        let hash = XXH3_128bits(buffer.baseAddress, buffer.count)
        bytes = withUnsafeBytes(of: (hash.high64.bigEndian, hash.low64.bigEndian)) { Data($0) }
    }

    package init(contentsOf file: URL) throws {
        try self.init(of: FilePath(file).contents())
    }

    /// Of several files: of their hashes in order.
    /// - Parameter known: a file is not read where they have its hash, and those that are read go into them.
    /// - Throws: `MappedFile.Failure`
    package init(contentsOf files: [URL], known: (any FileHashes)? = nil) throws {
        self.init(of: try files.reduce(into: Data()) { $0 += try Self.hash(of: $1, known).bytes })
    }

    /// The version is taken before the content is read: a file that is written meanwhile has another one later.
    private static func hash(of file: URL, _ known: (any FileHashes)?) throws -> Self {
        let fileVersion = FileVersion(path: file.path)
        if let known, let fileVersion, let hash = known.hash(of: file.path, fileVersion) { return hash }
        let mapped = try MappedFile(file)
        let hash = withExtendedLifetime(mapped) { Self(of: mapped.bytes) }
        if let known, let fileVersion { known.keep(hash, of: file.path, fileVersion) }
        return hash
    }

    /// 32 hexadecimal digits.
    package var hexadecimal: String {
        bytes.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
    }

    /// - Parameter bytes: 16 of them.
    init(bytes: Data) {
        precondition(bytes.count == 16, "\(bytes.count) bytes for a hash of 16")
        self.bytes = bytes
    }
}
