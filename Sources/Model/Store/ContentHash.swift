import CXXHash
import Foundation

/// XXH3-128 of a file's bytes: what an image is, wherever it lies and whatever it is called.
package struct ContentHash: Hashable, Sendable {
    /// 16 bytes, most significant first.
    package let bytes: Data

    package init(of data: Data) {
        let hash = data.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) }
        bytes = withUnsafeBytes(of: (hash.high64.bigEndian, hash.low64.bigEndian)) { Data($0) }
    }

    package init(contentsOf file: URL) throws {
        try self.init(of: Data(contentsOf: file))
    }

    /// - Parameter bytes: 16 of them.
    init(bytes: Data) {
        precondition(bytes.count == 16, "\(bytes.count) bytes for a hash of 16")
        self.bytes = bytes
    }
}
