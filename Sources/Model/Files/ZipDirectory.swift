/// The directory of a zip archive (APPNOTE.TXT 6.3.10, 4.3 and 4.5.3: with zip64), and where its entries lie.
struct ZipDirectory: Sendable {
    struct Entry: Sendable {
        let name: [UInt8]
        /// Of its local header.
        let start: Int
        /// In the file, and unpacked.
        let size: Int
        let expandedSize: Int
        /// 0 is stored, 8 deflated.
        let method: Int
        let isEncrypted: Bool

        var isStored: Bool { method == 0 && !isEncrypted && size == expandedSize }
        var text: String { String(decoding: name, as: UTF8.self) }
    }

    /// What is wrong, to follow the file's name.
    struct Failure: Error, Equatable, CustomStringConvertible {
        let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    let entries: [Entry]
    /// Where the directory begins, and the entries end.
    let start: Int

    /// Of a local header without its name.
    private static let headerSize = 30

    /// - Parameters:
    ///   - size: of the file.
    ///   - read: its bytes; only the end of the file is read.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    init(size: Int, read: ReadBytes) throws {
        let place = try Self.place(size: size, read: read)
        let bytes = try read(place.range.lowerBound, place.range.count)
        start = place.range.lowerBound
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<place.count {
            let (entry, end) = try Self.entry(bytes, at: position)
            entries.append(entry)
            position = end
        }
        guard position == bytes.count else {
            throw Failure("has a directory of more than its \(place.count) entries")
        }
        self.entries = entries
    }

    /// Where an entry's bytes are, which its local header says.
    /// - Throws: `ZipDirectory.Failure`, and what `read` throws.
    func data(of entry: Entry, read: ReadBytes) throws -> Range<Int> {
        let head = try range(entry.start, Self.headerSize, entry)
        let bytes = try read(head.lowerBound, head.count)
        let nameLength = try Self.number(UInt16.self, bytes, at: 26)
        let name = try range(head.upperBound, nameLength, entry)
        guard try Self.number(UInt32.self, bytes, at: 0) == 0x0403_4B50, nameLength == entry.name.count,
            try read(name.lowerBound, name.count) == entry.name
        else { throw Failure("is broken: \(entry.text) is not where its zip directory says") }
        return try range(name.upperBound + Self.number(UInt16.self, bytes, at: 28), entry.size, entry)
    }

    private func range(_ first: Int, _ count: Int, _ entry: Entry) throws -> Range<Int> {
        try Self.range(from: first, count: count, before: start, entry.text)
    }
}

extension ZipDirectory {
    private static func number<Number: FixedWidthInteger>(
        _ type: Number.Type, _ bytes: [UInt8], at offset: Int
    ) throws -> Int {
        guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size,
            let number = Int(
                exactly: LittleEndian.number(bytes[offset..<offset + MemoryLayout<Number>.size], as: type))
        else { throw Failure("is cut short or broken: its zip directory points outside of the file") }
        return number
    }

    private static func range(from start: Int, count: Int, before end: Int, _ what: String) throws -> Range<Int> {
        guard start >= 0, count >= 0, start <= end, count <= end - start else {
            throw Failure("is cut short or broken: \(what) lies outside of the file")
        }
        return start..<start + count
    }

    /// Says where the directory is: at the end of the file, before a comment.
    private static func place(size: Int, read: ReadBytes) throws -> (range: Range<Int>, count: Int) {
        let tailStart = max(0, size - 0xFFFF - 22 - 20)
        let tail = try read(tailStart, size - tailStart)
        let last = tail.count - 22
        var end = last
        while end >= max(0, last - 0xFFFF) {
            if try number(UInt32.self, tail, at: end) == 0x0605_4B50,
                try number(UInt16.self, tail, at: end + 20) == last - end
            {
                break
            }
            end -= 1
        }
        guard end >= max(0, last - 0xFFFF) else { throw Failure("is cut short or no zip archive: it has no directory") }
        let what = "its zip directory"
        guard end >= 20, try number(UInt32.self, tail, at: end - 20) == 0x0706_4B50 else {
            return (
                try range(
                    from: number(UInt32.self, tail, at: end + 16), count: number(UInt32.self, tail, at: end + 12),
                    before: tailStart + end, what),
                try number(UInt16.self, tail, at: end + 10)
            )
        }
        let large = try range(
            from: number(UInt64.self, tail, at: end - 12), count: 56, before: tailStart + end - 20, what)
        let bytes = try read(large.lowerBound, large.count)
        guard try number(UInt32.self, bytes, at: 0) == 0x0606_4B50 else {
            throw Failure("is broken: it has no zip64 directory")
        }
        return (
            try range(
                from: number(UInt64.self, bytes, at: 48), count: number(UInt64.self, bytes, at: 40),
                before: large.lowerBound, what),
            try number(UInt64.self, bytes, at: 32)
        )
    }

    private static func entry(_ bytes: [UInt8], at position: Int) throws -> (entry: Entry, end: Int) {
        guard position <= bytes.count - 46, try number(UInt32.self, bytes, at: position) == 0x0201_4B50 else {
            throw Failure("is broken: its zip directory ends early")
        }
        let nameEnd = position + 46 + (try number(UInt16.self, bytes, at: position + 28))
        let extraEnd = nameEnd + (try number(UInt16.self, bytes, at: position + 30))
        let end = extraEnd + (try number(UInt16.self, bytes, at: position + 32))
        guard end <= bytes.count else { throw Failure("is broken: its zip directory ends early") }
        var large = try largeNumbers(bytes, in: nameEnd..<extraEnd)[...]
        /// What does not fit in 32 bits is among the large numbers, in this order.
        func wide(at offset: Int) throws -> Int {
            let number = try number(UInt32.self, bytes, at: offset)
            return number == Int(UInt32.max) ? large.popFirst() ?? number : number
        }
        let expandedSize = try wide(at: position + 24)
        let size = try wide(at: position + 20)
        let entry = Entry(
            name: Array(bytes[position + 46..<nameEnd]), start: try wide(at: position + 42), size: size,
            expandedSize: expandedSize, method: try number(UInt16.self, bytes, at: position + 10),
            isEncrypted: try number(UInt16.self, bytes, at: position + 8) & 1 == 1)
        return (entry, end)
    }

    /// The zip64 field of an entry.
    private static func largeNumbers(_ bytes: [UInt8], in extra: Range<Int>) throws -> [Int] {
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound {
            let count = try number(UInt16.self, bytes, at: position + 2)
            guard count <= extra.upperBound - position - 4 else { break }
            if try number(UInt16.self, bytes, at: position) == 1 {
                return try (0..<count / 8).map { try number(UInt64.self, bytes, at: position + 4 + 8 * $0) }
            }
            position += 4 + count
        }
        return []
    }
}

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
