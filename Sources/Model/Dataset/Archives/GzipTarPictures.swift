import Foundation

/// The files in a tar archive that gzip packed.
struct GzipTarPictures: StoredPictures {
    let blocks: GzipBlocks

    /// - Parameters:
    ///   - part: the place in the unpacked archive.
    ///   - row: how many bytes.
    /// - Throws: `GzipFile.Failure`, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        Data(try blocks.bytes(at: part, count: row, read: read))
    }

    func count(part: Int, row: Int, read: ReadBytes) -> Int { row }
}
