import Foundation

/// Files that are read whole: only as long as what they are for can be.
enum BoundedFile {
    struct TooLong: Error, Equatable {
        let bytes: Int
        let most: Int
    }

    /// Configurations, and what else people write: the longest have some 100 kB.
    static let settings = 16 << 20
    /// Vocabularies, lists of names of a million images.
    static let lists = 1 << 30

    /// - Throws: `BoundedFile.TooLong` before a byte is read, `FilePath.NotAFile`, and what reading throws.
    static func contents(of file: URL, atMost most: Int) throws -> Data {
        if let fileVersion = FileVersion(path: file.path) { try check(Int(fileVersion.size), atMost: most) }
        return try FilePath(file).contents()
    }

    static func check(_ bytes: Int, atMost most: Int) throws {
        guard bytes <= most else { throw TooLong(bytes: bytes, most: most) }
    }
}

extension BoundedFile.TooLong: CustomStringConvertible {
    var description: String { "has \(bytes) bytes, at most \(most) are read" }
}
