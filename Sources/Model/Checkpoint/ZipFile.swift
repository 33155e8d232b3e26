import Foundation

/// A zip archive as torch writes it, in a mapped file. Entries are read where they lie, thus only stored ones. Sizes are the
/// directory's: torch writes none into the local headers.
struct ZipFile {
    let file: MappedFile
    let names: [String]
    private let entries: [String: Entry]

    private struct Entry {
        /// From its local header to its last byte.
        let span: Range<Int>
        let data: Range<Int>
        let isStored: Bool
    }

    /// - Throws: `CheckpointError`, also where entries overlap or lie outside of the file.
    init(_ file: MappedFile) throws {
        func fault(_ reason: String) -> CheckpointError { .malformed(file.url, reason: reason) }
        /// Every place is checked by the directory, whatever it is asked for.
        func read(_ offset: Int, _ count: Int) throws -> [UInt8] { Array(file.bytes[offset..<offset + count]) }
        var entries: [String: Entry] = [:]
        do {
            let directory = try ZipDirectory(size: file.bytes.count, read: read)
            for found in directory.entries {
                let data = try directory.data(of: found, read: read)
                let entry = Entry(span: found.start..<data.upperBound, data: data, isStored: found.isStored)
                guard entries.updateValue(entry, forKey: found.text) == nil else {
                    throw fault("has \(found.text) twice")
                }
            }
        } catch let failure as ZipDirectory.Failure {
            throw fault(failure.description)
        }
        let ordered = entries.sorted { ($0.value.span.lowerBound, $0.key) < ($1.value.span.lowerBound, $1.key) }
        for (first, second) in zip(ordered, ordered.dropFirst())
        where first.value.span.upperBound > second.value.span.lowerBound {
            throw fault("has entries that overlap: \(first.key) and \(second.key)")
        }
        self.file = file
        self.entries = entries
        names = ordered.map(\.key)
    }

    /// - Returns: where the entry's bytes are in the file; nil where there is no such entry.
    /// - Throws: `CheckpointError` where they are compressed or encrypted.
    func range(of name: String) throws -> Range<Int>? {
        guard let entry = entries[name] else { return nil }
        guard entry.isStored else {
            throw CheckpointError.malformed(
                file.url, reason: "\(name) in it is compressed; only archives as torch writes them are read")
        }
        return entry.data
    }
}
