import Foundation

/// Reads bytes of a file.
typealias ReadBytes = (_ offset: Int, _ count: Int) throws -> [UInt8]

/// - Throws: when it is called, `POSIXError` where not as many bytes are there.
func readBytes(of descriptor: Int32) -> ReadBytes {
    { offset, count in
        var bytes = [UInt8](repeating: 0, count: count)
        guard pread(descriptor, &bytes, count, off_t(offset)) == count else { throw POSIXError(.EIO) }
        return bytes
    }
}
