import Foundation
import Synchronization

/// Pixels in arrays of a .npz: the arrays stand one after the other, as if they lay in one file. Stored ones are read where
/// they lie; a deflated one is unpacked into memory once a picture of it is wanted.
final class ArrayPictures: StoredPictures {
    private let directory: ZipDirectory
    private let parts: [Part]
    private let unpacked = Mutex<[Int: [UInt8]]>([:])

    struct Part: Sendable {
        let entry: ZipDirectory.Entry
        /// Of the entry's first byte among all.
        let start: Int
    }

    init(_ directory: ZipDirectory, _ parts: [Part]) {
        (self.directory, self.parts) = (directory, parts)
    }

    /// - Parameters:
    ///   - part: the place among all.
    ///   - row: how many bytes.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        let index = parts.lastIndex { $0.start <= part } ?? 0
        let (entry, offset) = (parts[index].entry, part - parts[index].start)
        if entry.isStored {
            let place = try directory.data(of: entry, read: read)
            guard offset >= 0, row <= place.count - offset else { throw MissingPicture() }
            return Data(try read(place.lowerBound + offset, row))
        }
        return try unpacked.withLock { unpacked in
            let all = try unpacked[index] ?? directory.contents(of: entry, read: read)
            unpacked[index] = all
            guard offset >= 0, row <= all.count - offset else { throw MissingPicture() }
            return Data(all[offset..<offset + row])
        }
    }

    func count(part: Int, row: Int, read: ReadBytes) -> Int { row }
}
