extension ZipDirectory {
    /// Deflate packs at most 1032 bytes into one.
    private static let mostExpansion = 1032

    /// All of an entry, unpacked where it is deflated; its size is checked against the file before memory is taken.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func contents(of entry: Entry, read: ReadBytes) throws -> [UInt8] {
        let place = try data(of: entry, read: read)
        if entry.isStored { return try read(place.lowerBound, place.count) }
        guard entry.method == 8, !entry.isEncrypted,
            entry.expandedSize <= place.count.times(Self.mostExpansion) ?? .max
        else { throw broken(entry) }
        do {
            return try read(place.lowerBound, place.count).withUnsafeBytes {
                try Inflater.unpacked($0, .raw, size: entry.expandedSize)
            }
        } catch is Inflater.Failure {
            throw broken(entry)
        }
    }

    /// The first bytes of an entry, fewer where there are no more.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func start(of entry: Entry, count: Int, read: ReadBytes) throws -> [UInt8] {
        let place = try data(of: entry, read: read)
        let packed = try read(place.lowerBound, min(place.count, count))
        if entry.isStored { return packed }
        guard entry.method == 8, !entry.isEncrypted else { throw broken(entry) }
        do {
            let inflater = try Inflater(.raw)
            return try [UInt8](unsafeUninitializedCapacity: count) { output, written in
                written = try packed.withUnsafeBytes { try inflater.step($0, into: output).produced }
            }
        } catch is Inflater.Failure {
            throw broken(entry)
        }
    }

    private func broken(_ entry: Entry) -> Failure {
        Failure("\(entry.text) in it is no whole file of \(entry.expandedSize) bytes")
    }
}
