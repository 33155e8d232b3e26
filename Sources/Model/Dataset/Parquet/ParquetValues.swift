/// The values of a page, as bytes: what PLAIN encoding writes of each (Encodings.md of Apache parquet-format).
struct ParquetValues {
    private let bytes: [UInt8]
    /// A range of `bytes` for each row; nil for a null.
    private let ranges: [Range<Int>?]

    var count: Int { ranges.count }

    /// Nil for a null.
    subscript(row: Int) -> ArraySlice<UInt8>? { ranges[row].map { bytes[$0] } }

    /// Bytes in memory.
    var size: Int { bytes.count + ranges.count * MemoryLayout<Range<Int>?>.stride }

    /// - Parameter stored: the page as the file has it, packed.
    /// - Throws: `ParquetFile.Failure`
    init(
        _ page: ParquetPage, stored: [UInt8], codec: Int, column: ParquetFile.Column, dictionary: ParquetValues?
    ) throws {
        let levels = page.levelBytes.repetition + page.levelBytes.definition
        let packed = stored[levels...]
        var data =
            page.isPacked
            ? try ParquetCodec.unpacked(packed, codec, size: max(0, page.unpackedSize - levels)) : Array(packed)
        var start = 0
        var isThere: [Bool]?
        if page.kind == .data, column.definition > 0 {
            let count = try Self.length(data, at: 0)
            isThere = try Self.isThere(data[4..<4 + count], page.rows, column)
            start = 4 + count
        } else if page.kind == .dataV2, column.definition > 0 {
            isThere = try Self.isThere(stored[page.levelBytes.repetition..<levels], page.rows, column)
        }
        let count = isThere?.count { $0 } ?? page.rows
        let found: [Range<Int>]
        switch page.encoding {
        case 0 where column.kind == .boolean:
            guard data.count - start >= (count + 7) / 8 else { throw Self.short }
            data = (0..<count).map { data[start + $0 / 8] >> UInt8($0 % 8) & 1 }
            found = (0..<count).map { $0..<$0 + 1 }
        case 3 where column.kind == .boolean:
            let length = try Self.length(data, at: start)
            data = try Self.hybrid(data[start + 4..<start + 4 + length], bits: 1, count).map { UInt8($0) }
            found = (0..<count).map { $0..<$0 + 1 }
        case 0: found = try Self.plain(data, from: start, count, column)
        case 2 where page.kind == .dictionary: found = try Self.plain(data, from: start, count, column)
        case 2, 8:
            guard let dictionary, start < data.count || count == 0 else { throw Self.short }
            let bits = count == 0 ? 0 : Int(data[start])
            let indices = count == 0 ? [] : try Self.hybrid(data[(start + 1)...], bits: bits, count)
            found = try indices.map { index in
                guard index < dictionary.count, let range = dictionary.ranges[index] else {
                    throw ParquetFile.Failure.malformed("a value is number \(index) of \(dictionary.count)")
                }
                return range
            }
            data = dictionary.bytes
        case let encoding:
            throw ParquetFile.Failure.malformed(
                "the column \(column.name) has the encoding \(encoding), which is not read: write it plain")
        }
        bytes = data
        guard let isThere else {
            ranges = found
            return
        }
        var next = 0
        ranges = isThere.map { there in
            guard there else { return nil }
            defer { next += 1 }
            return found[next]
        }
    }

    private static let short = ParquetFile.Failure.malformed("a page holds fewer values than its header says")

    /// Four bytes, the lowest first, that say how many follow.
    private static func length(_ bytes: [UInt8], at start: Int) throws -> Int {
        guard bytes.count - start >= 4 else { throw short }
        let count = bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard count <= bytes.count - start - 4 else { throw short }
        return count
    }

    private static func plain(
        _ bytes: [UInt8], from start: Int, _ count: Int, _ column: ParquetFile.Column
    ) throws -> [Range<Int>] {
        let size: Int
        switch column.kind {
        case .boolean: size = 1
        case .int32, .float: size = 4
        case .int64, .double: size = 8
        case .int96: size = 12
        case .fixedBytes: size = column.length
        case .bytes:
            guard count <= (bytes.count - start) / 4 else { throw short }
            var position = start
            return try (0..<count).map { _ in
                let length = try length(bytes, at: position)
                defer { position += 4 + length }
                return position + 4..<position + 4 + length
            }
        }
        guard size > 0, let all = count.times(size), all <= bytes.count - start else { throw short }
        return (0..<count).map { start + $0 * size..<start + ($0 + 1) * size }
    }

    private static func isThere(
        _ levels: ArraySlice<UInt8>, _ rows: Int, _ column: ParquetFile.Column
    ) throws -> [Bool] {
        let bits = Int.bitWidth - column.definition.leadingZeroBitCount
        return try hybrid(levels, bits: bits, rows).map { $0 == column.definition }
    }

    /// Runs of one number, and numbers side by side in as few bits as they need.
    private static func hybrid(_ bytes: ArraySlice<UInt8>, bits: Int, _ count: Int) throws -> [Int] {
        guard (0...32).contains(bits) else { throw short }
        if bits == 0 { return Array(repeating: 0, count: count) }
        var numbers: [Int] = []
        var position = bytes.startIndex
        func byte() throws -> Int {
            guard position < bytes.endIndex else { throw short }
            defer { position += 1 }
            return Int(bytes[position])
        }
        while numbers.count < count {
            var (head, shift) = (0, 0)
            while true {
                let next = try byte()
                guard shift < 56 else { throw short }
                head |= (next & 0x7F) << shift
                shift += 7
                if next & 0x80 == 0 { break }
            }
            if head & 1 == 0 {
                var number = 0
                for place in 0..<(bits + 7) / 8 { number |= try byte() << (8 * place) }
                numbers += repeatElement(number, count: min(head >> 1, count - numbers.count))
                if head >> 1 == 0 { throw short }
            } else {
                let wanted = min((head >> 1).times(8) ?? .max, count - numbers.count)
                guard let all = (head >> 1).times(bits), wanted > 0 else { throw short }
                // The last group may be cut to the values that are there.
                let group = bytes[position..<min(bytes.endIndex, position.plus(all) ?? bytes.endIndex)]
                guard group.count * 8 >= wanted * bits else { throw short }
                for index in 0..<wanted {
                    var number = 0
                    for bit in 0..<bits {
                        let place = index * bits + bit
                        number |= Int(group[group.startIndex + place / 8] >> UInt8(place % 8) & 1) << bit
                    }
                    numbers.append(number)
                }
                position = group.endIndex
            }
        }
        return numbers
    }
}
