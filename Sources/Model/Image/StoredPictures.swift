import Foundation

/// Encoded pictures in a file that does not have them side by side as they are: in pages, in batches, or packed.
protocol StoredPictures: Sendable {
    /// - Parameters:
    ///   - part: of the file: a page, a batch, a place.
    ///   - row: of the part.
    ///   - read: reads bytes of the file.
    /// - Throws: `MissingPicture`, a failure of the format, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data

    /// How many bytes they are.
    func count(part: Int, row: Int, read: ReadBytes) throws -> Int
}

/// A row that has no picture, or an empty one.
struct MissingPicture: Error, Equatable, CustomStringConvertible {
    var description: String { "its row holds no picture" }
}
