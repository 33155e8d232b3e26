/// A page's header (PageHeader of parquet.thrift), and where the page lies.
struct ParquetPage {
    enum Kind: Int {
        case data, index, dictionary, dataV2
    }

    let kind: Kind
    /// Values with the nulls: rows, in a column without lists.
    let rows: Int
    let encoding: Int
    let unpackedSize: Int
    /// Of version 2, whose levels are never packed.
    let levelBytes: (repetition: Int, definition: Int)
    let isPacked: Bool
    /// In the file, behind the header.
    let bytes: Range<Int>

    /// Unpacked pages are no longer.
    private static let longest = 1 << 30
    private static let longestHeader = 1 << 24

    /// - Parameter read: bytes of the file, fewer where it ends.
    /// - Throws: `ParquetFile.Failure`, and what `read` throws.
    init(at offset: Int, below end: Int, read: ReadBytes) throws {
        var count = 256
        while true {
            let length = min(count, end - offset)
            let start = try read(offset, length)
            do {
                try self.init(start, at: offset, below: end)
                return
            } catch ThriftReader.Fault.endsEarly where length == count && count < Self.longestHeader {
                // Statistics in it may hold values.
                count *= 8
            } catch is ThriftReader.Fault {
                throw ParquetFile.Failure.malformed("the header of a page at byte \(offset) is not whole")
            }
        }
    }

    private init(_ header: [UInt8], at offset: Int, below end: Int) throws {
        var reader = ThriftReader(header)
        var (kind, packed, unpacked, rows, encoding, isPacked) = (-1, -1, -1, -1, -1, true)
        var levels = (repetition: 0, definition: 0)
        try reader.structure { reader, field, type in
            switch field {
            case 1: kind = try reader.integer(type)
            case 2: unpacked = try reader.integer(type)
            case 3: packed = try reader.integer(type)
            case 5, 7:
                try reader.structure { reader, field, type in
                    if field == 1 { rows = try reader.integer(type) }
                    if field == 2 { encoding = try reader.integer(type) }
                }
            case 8:
                try reader.structure { reader, field, type in
                    switch field {
                    case 1: rows = try reader.integer(type)
                    case 4: encoding = try reader.integer(type)
                    case 5: levels.definition = try reader.integer(type)
                    case 6: levels.repetition = try reader.integer(type)
                    case 7: isPacked = type == .yes
                    default: break
                    }
                }
            default: break
            }
        }
        guard let kind = Kind(rawValue: kind), packed >= 0, (0...Self.longest).contains(unpacked),
            kind == .index || rows >= 0, levels.definition >= 0, levels.repetition >= 0,
            levels.definition <= packed, levels.repetition <= packed - levels.definition,
            packed <= end - offset - reader.position
        else { throw ParquetFile.Failure.malformed("the header of a page at byte \(offset) makes no sense") }
        (self.kind, self.rows, self.encoding, self.isPacked) = (kind, rows, encoding, isPacked)
        (unpackedSize, levelBytes) = (unpacked, levels)
        let start = offset + reader.position
        bytes = start..<start + packed
    }
}
