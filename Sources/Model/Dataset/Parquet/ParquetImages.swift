import Foundation

/// The images of a Parquet file: encoded pictures in a column of bytes.
final class ParquetImages: ColumnPictures {
    private let reader: ParquetColumnReader

    init(_ reader: ParquetColumnReader) {
        self.reader = reader
    }

    /// Rows of each page.
    var rows: [Int] { reader.places.map(\.page.rows) }

    /// - Throws: `MissingPicture`, `ParquetFile.Failure`, and what `read` throws.
    func bytes(part page: Int, row: Int, read: ReadBytes) throws -> Data {
        let values = try Self.recent.value(of: self, part: page, size: \.size) {
            try reader.values(reader.places[page], read: read)
        }
        guard let bytes = values[row], !bytes.isEmpty else { throw MissingPicture() }
        return Data(bytes)
    }

    func count(part page: Int, row: Int, read: ReadBytes) throws -> Int {
        try bytes(part: page, row: row, read: read).count
    }

    /// The pages that were read last, of all files together.
    private static let recent = RecentParts<ParquetImages, ParquetValues>(atMost: 128 << 20)
}
