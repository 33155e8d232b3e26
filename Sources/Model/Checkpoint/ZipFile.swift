import Foundation

/// The directory of a zip archive in a mapped file (APPNOTE.TXT 6.3.10, 4.3 and 4.5.3: with zip64). Entries are read
/// where they lie, thus only stored ones. Sizes are the directory's: torch writes none into the local headers.
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
        let reader = Reader(file: file)
        let directory = try reader.directory()
        var entries: [String: Entry] = [:]
        var position = directory.range.lowerBound
        for _ in 0..<directory.count {
            let (name, entry, end) = try reader.entry(at: position, in: directory.range)
            guard entries.updateValue(entry, forKey: name) == nil else { throw reader.fault("has \(name) twice") }
            position = end
        }
        guard position == directory.range.upperBound else {
            throw reader.fault("has a directory of more than its \(directory.count) entries")
        }
        let ordered = entries.sorted { ($0.value.span.lowerBound, $0.key) < ($1.value.span.lowerBound, $1.key) }
        for (first, second) in zip(ordered, ordered.dropFirst())
        where first.value.span.upperBound > second.value.span.lowerBound {
            throw reader.fault("has entries that overlap: \(first.key) and \(second.key)")
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

extension ZipFile {
    private struct Reader {
        let file: MappedFile

        func fault(_ reason: String) -> CheckpointError { .malformed(file.url, reason: reason) }

        func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) throws -> Int {
            guard offset >= 0, offset <= file.bytes.count - MemoryLayout<Number>.size,
                let number = Int(
                    exactly: Number(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset, as: type)))
            else { throw fault("is cut short or broken: its zip directory points outside of the file") }
            return number
        }

        func isSignature(_ signature: Int, at offset: Int) throws -> Bool {
            try number(UInt32.self, at: offset) == signature
        }

        func range(from start: Int, count: Int, before end: Int, _ what: String) throws -> Range<Int> {
            guard start >= 0, count >= 0, start <= end, count <= end - start else {
                throw fault("is cut short or broken: \(what) lies outside of the file")
            }
            return start..<start + count
        }

        func directory() throws -> (range: Range<Int>, count: Int) {
            let last = file.bytes.count - 22
            var end = last
            while end >= max(0, last - 0xFFFF) {
                if try isSignature(0x0605_4B50, at: end), try number(UInt16.self, at: end + 20) == last - end { break }
                end -= 1
            }
            guard end >= max(0, last - 0xFFFF) else {
                throw fault("is cut short or no zip archive: it has no directory")
            }
            let what = "its zip directory"
            guard end >= 20, try isSignature(0x0706_4B50, at: end - 20) else {
                return (
                    try range(
                        from: number(UInt32.self, at: end + 16), count: number(UInt32.self, at: end + 12), before: end,
                        what),
                    try number(UInt16.self, at: end + 10)
                )
            }
            let large = try range(from: number(UInt64.self, at: end - 12), count: 56, before: end - 20, what).lowerBound
            guard try isSignature(0x0606_4B50, at: large) else { throw fault("is broken: it has no zip64 directory") }
            return (
                try range(
                    from: number(UInt64.self, at: large + 48), count: number(UInt64.self, at: large + 40),
                    before: large, what),
                try number(UInt64.self, at: large + 32)
            )
        }

        func entry(at position: Int, in directory: Range<Int>) throws -> (name: String, entry: Entry, end: Int) {
            guard position < directory.upperBound, try isSignature(0x0201_4B50, at: position) else {
                throw fault("is broken: its zip directory ends early")
            }
            let nameLength = try number(UInt16.self, at: position + 28)
            let extraLength = try number(UInt16.self, at: position + 30)
            let end = position + 46 + nameLength + extraLength + (try number(UInt16.self, at: position + 32))
            guard end <= directory.upperBound else { throw fault("is broken: its zip directory ends early") }
            let extraStart = position + 46 + nameLength
            var large = try largeNumbers(in: extraStart..<extraStart + extraLength)[...]
            /// What does not fit in 32 bits is among the large numbers, in this order.
            func wide(at offset: Int) throws -> Int {
                let number = try number(UInt32.self, at: offset)
                return number == Int(UInt32.max) ? large.popFirst() ?? number : number
            }
            let expandedSize = try wide(at: position + 24)
            let size = try wide(at: position + 20)
            let local = try wide(at: position + 42)

            let nameBytes = file.bytes[position + 46..<extraStart]
            let name = String(decoding: nameBytes, as: UTF8.self)
            let limit = directory.lowerBound
            let header = try range(from: local, count: 30, before: limit, name)
            let lengths = try number(UInt16.self, at: local + 26) + number(UInt16.self, at: local + 28)
            let data = try range(from: header.upperBound + lengths, count: size, before: limit, name)
            guard try isSignature(0x0403_4B50, at: local), try number(UInt16.self, at: local + 26) == nameLength,
                nameBytes.elementsEqual(file.bytes[header.upperBound..<header.upperBound + nameLength])
            else { throw fault("is broken: \(name) is not where its zip directory says") }
            let isStored =
                try number(UInt16.self, at: position + 10) == 0
                && number(UInt16.self, at: position + 8) & 1 == 0 && size == expandedSize
            return (name, Entry(span: local..<data.upperBound, data: data, isStored: isStored), end)
        }

        /// The zip64 field of an entry.
        private func largeNumbers(in extra: Range<Int>) throws -> [Int] {
            var position = extra.lowerBound
            while position + 4 <= extra.upperBound {
                let count = try number(UInt16.self, at: position + 2)
                guard count <= extra.upperBound - position - 4 else { break }
                if try number(UInt16.self, at: position) == 1 {
                    return try (0..<count / 8).map { try number(UInt64.self, at: position + 4 + 8 * $0) }
                }
                position += 4 + count
            }
            return []
        }
    }
}
