import Foundation

extension UnsafeRawBufferPointer {
    /// Writes all bytes, however few the system takes at a time.
    /// - Parameter took: told of each part that was written, in order.
    /// - Throws: `POSIXError`
    func writeAll(to descriptor: Int32, took: (UnsafeRawBufferPointer) -> Void = { _ in }) throws {
        var offset = 0
        while offset < count {
            let written = Glibc.write(descriptor, baseAddress! + offset, count - offset)
            if written < 0 {
                if errno == EINTR { continue }
                throw POSIXError.last
            }
            took(UnsafeRawBufferPointer(rebasing: self[offset..<offset + written]))
            offset += written
        }
    }
}
