import Foundation

/// The files in a zip archive, stored or deflated, unpacked one at a time.
struct ZipPictures: StoredPictures {
    let directory: ZipDirectory

    /// Deflate packs at most 1032 bytes into one.
    private static let mostExpansion = 1032

    /// Why an entry cannot be unpacked; nil where it can.
    static func obstacle(_ entry: ZipDirectory.Entry) -> String? {
        if entry.isEncrypted { return "that are encrypted" }
        return [0, 8].contains(entry.method) ? nil : "packed by the method \(entry.method) of zip"
    }

    /// - Parameter part: the entry's number.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func bytes(part: Int, row: Int, read: ReadBytes) throws -> Data {
        let entry = directory.entries[part]
        let place = try directory.data(of: entry, read: read)
        guard entry.method == 8 else {
            guard entry.isStored else { throw broken(entry) }
            return Data(try read(place.lowerBound, place.count))
        }
        guard entry.expandedSize <= place.count.times(Self.mostExpansion) ?? .max else { throw broken(entry) }
        do {
            return Data(
                try read(place.lowerBound, place.count).withUnsafeBytes {
                    try Inflater.unpacked($0, .raw, size: entry.expandedSize)
                })
        } catch is Inflater.Failure {
            throw broken(entry)
        }
    }

    func count(part: Int, row: Int, read: ReadBytes) -> Int { directory.entries[part].expandedSize }

    private func broken(_ entry: ZipDirectory.Entry) -> ZipDirectory.Failure {
        ZipDirectory.Failure("\(entry.text) in it is no whole file of \(entry.expandedSize) bytes")
    }
}
