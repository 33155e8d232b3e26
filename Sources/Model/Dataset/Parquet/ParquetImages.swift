import Foundation
import Synchronization

/// The images of a Parquet file: encoded pictures in a column of bytes.
final class ParquetImages: StoredPictures {
    private let reader: ParquetColumnReader

    init(_ reader: ParquetColumnReader) {
        self.reader = reader
    }

    /// Rows of each page.
    var rows: [Int] { reader.places.map(\.page.rows) }

    /// - Throws: `MissingPicture`, `ParquetFile.Failure`, and what `read` throws.
    func bytes(part page: Int, row: Int, read: ReadBytes) throws -> Data {
        let values = try Self.recent.values(of: self, page: page) {
            try reader.values(reader.places[page], read: read)
        }
        guard let bytes = values[row], !bytes.isEmpty else { throw MissingPicture() }
        return Data(bytes)
    }

    /// Images are mostly read one after the other, by several threads: the pages that they are in are kept, for all
    /// files together.
    private static let recent = RecentPages()

    private final class RecentPages: Sendable {
        private struct Entry {
            let images: ParquetImages
            let page: Int
            let values: ParquetValues
        }

        private static let most = 128 << 20
        /// The one that was asked for last stands last.
        private let entries = Mutex<[Entry]>([])

        func values(
            of images: ParquetImages, page: Int, _ read: () throws -> ParquetValues
        ) rethrows -> ParquetValues {
            let kept: ParquetValues? = entries.withLock { entries in
                guard let index = entries.firstIndex(where: { $0.images === images && $0.page == page }) else {
                    return nil
                }
                entries.append(entries.remove(at: index))
                return entries.last!.values
            }
            if let kept { return kept }
            let values = try read()
            entries.withLock { entries in
                entries.append(Entry(images: images, page: page, values: values))
                while entries.count > 1, entries.reduce(0, { $0 + $1.values.size }) > Self.most {
                    entries.removeFirst()
                }
            }
            return values
        }
    }
}
