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
        try self.init(of: Data(contentsOf: file))
    }

    /// Of several files: of their hashes in order.
    /// - Throws: `MappedFile.Failure`
    package init(contentsOf files: [URL]) throws {
        var hashes = Data()
        for file in files {
            let mapped = try MappedFile(file)
            hashes += withExtendedLifetime(mapped) { Self(of: mapped.bytes).bytes }
        }
        self.init(of: hashes)
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
