import Foundation

/// The files in a zip archive, stored or deflated, unpacked one at a time.
struct ZipPictures: StoredPictures {
    let directory: ZipDirectory

    /// Why an entry cannot be unpacked; nil where it can.
    static func obstacle(_ entry: ZipDirectory.Entry) -> String? {
        if entry.isEncrypted { return "that are encrypted" }
        return [0, 8].contains(entry.method) ? nil : "packed by the method \(entry.method) of zip"
    }

    /// - Parameter part: the entry's number.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        Data(try directory.contents(of: directory.entries[part], read: read))
    }

    func count(part: Int, row: Int, read: ReadBytes) -> Int { directory.entries[part].expandedSize }
}
