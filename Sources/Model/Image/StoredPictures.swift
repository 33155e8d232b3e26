import Foundation

/// Reads bytes of a file.
typealias ReadBytes = (_ offset: Int, _ count: Int) throws -> [UInt8]

/// Encoded pictures in a column of a file of columns, in the order of their rows.
protocol StoredPictures: Sendable {
    /// How many rows each part of the file has: a page, a batch.
    var rows: [Int] { get }

    /// - Parameters:
    ///   - row: of the part.
    ///   - read: reads bytes of the file.
    /// - Throws: `MissingPicture`, a failure of the format, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data
}

/// A row that has no picture, or an empty one.
struct MissingPicture: Error, Equatable, CustomStringConvertible {
    var description: String { "its row holds no picture" }
}
