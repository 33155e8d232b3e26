import Foundation

/// A file of rows in columns, one of which may hold encoded pictures: Parquet, Arrow.
protocol ColumnFile: Sendable {
    var path: FilePath { get }
    var fileVersion: FileVersion { get }
    var rows: Int { get }
    var fileColumns: [FileColumn] { get }
    /// The JSON text that the `datasets` library leaves: features with their types and class names.
    var features: String? { get }

    /// Each row's value of a column of words; nil for nulls.
    /// - Throws: a `ColumnFileFailure`, and what `read` throws.
    func words(of column: Int, read: ReadBytes) throws -> CategoryColumn

    /// - Throws: a `ColumnFileFailure`, and what `read` throws.
    func pictures(in column: Int, read: ReadBytes) throws -> any ColumnPictures
}

/// The pictures in a column, in the order of the rows.
protocol ColumnPictures: StoredPictures {
    /// How many rows each part of the file has.
    var rows: [Int] { get }
}

/// What is wrong with one, to follow its name.
protocol ColumnFileFailure: Error, CustomStringConvertible {}

/// A column as every format has it; a structure's fields are columns of their own.
struct FileColumn {
    enum Contents {
        case bytes
        /// Texts, numbers, truth values: what can be a label.
        case words
        /// Lists, times and the like.
        case other
    }

    /// From the outermost structure: ["image", "bytes"].
    let path: [String]
    let contents: Contents

    var name: String { path.joined(separator: ".") }
}

/// Why rows cannot be images.
struct NoPictureColumn: ColumnFileFailure {
    let columns: [String]

    var description: String {
        "has no column of pictures, expected a structure of bytes and path, or bytes called image; its columns are "
            + columns.prefix(8).joined(separator: ", ")
    }
}
