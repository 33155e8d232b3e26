import Foundation

/// Reads a picture's file from front to back. Where it ends too soon, the error says that it is truncated.
struct ByteCursor {
    let bytes: [UInt8]
    /// From the start of the file; may lie behind its end.
    var position = 0
    private let format: String
    private let file: URL

    /// - Parameter format: for the error, like `file`.
    init(_ data: Data, format: String, file: URL) {
        bytes = [UInt8](data)
        self.format = format
        self.file = file
    }

    var left: Int { max(0, bytes.count - position) }

    /// - Throws: `ImageError.truncated`
    mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw truncated }
        position += 1
        return bytes[position - 1]
    }

    /// - Throws: `ImageError.truncated`
    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= left else { throw truncated }
        position += count
        return bytes[position - count..<position]
    }

    /// - Throws: `ImageError.truncated`
    mutating func uint16() throws -> Int { try take(2).littleEndian }
    /// - Throws: `ImageError.truncated`
    mutating func uint32() throws -> Int { try take(4).littleEndian }

    var truncated: ImageError { .truncated(file, format: format, bytes: bytes.count) }
    func corrupt(_ reason: String) -> ImageError { .corrupt(file, format: format, reason: reason) }
    func unsupported(_ what: String) -> ImageError { .unsupported(file, format: format, what: what) }
}

extension BidirectionalCollection<UInt8> {
    /// Of at most seven bytes.
    var bigEndian: Int { reduce(0) { $0 << 8 | Int($1) } }
    var littleEndian: Int { reversed().reduce(0) { $0 << 8 | Int($1) } }
}
