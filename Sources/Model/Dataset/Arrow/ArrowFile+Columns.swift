extension ArrowFile: ColumnFile {
    var rows: Int { batches.reduce(0) { $0 + $1.rows } }

    var fileColumns: [FileColumn] {
        columns.map { column in
            let contents: FileColumn.Contents =
                switch column.kind {
                case .bytes: .bytes
                case .other: .other
                default: .words
                }
            return FileColumn(path: column.path, contents: contents)
        }
    }

    func pictures(in index: Int, read: ReadBytes) throws -> any ColumnPictures {
        let pictures = ArrowPictures(batches: batches, column: columns[index])
        for part in batches.indices { try pictures.check(part: part) }
        return pictures
    }

    func words(of index: Int, read: ReadBytes) throws -> CategoryColumn {
        var words = CategoryColumn()
        for batch in batches {
            let column = columns[index]
            var isThere = [Bool](repeating: true, count: batch.rows)
            for buffer in column.validity.map({ batch.buffers[$0] }) where !buffer.isEmpty {
                let bits = try Bits(read(buffer.lowerBound, buffer.count), count: batch.rows)
                for row in isThere.indices where !bits[row] { isThere[row] = false }
            }
            let values = try values(column, batch, read: read)
            for row in isThere.indices { words.append(isThere[row] ? try values(row) : nil) }
        }
        return words
    }

    /// What reads the word of a row.
    private func values(_ column: ArrowColumn, _ batch: Batch, read: ReadBytes) throws -> (Int) throws -> String {
        func buffer(_ index: Int) throws -> [UInt8] {
            let range = batch.buffers[column.buffer + index]
            return try read(range.lowerBound, range.count)
        }
        func numbers<Number>(_ type: Number.Type, _ word: @escaping (Number) -> String) throws -> (Int) -> String {
            let (bytes, size) = (try buffer(1), MemoryLayout<Number>.size)
            guard batch.rows <= bytes.count / size else { throw Self.short(column) }
            return { row in
                word(bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: row * size, as: Number.self) })
            }
        }
        switch column.kind {
        case .integer(1, true): return try numbers(Int8.self) { "\($0)" }
        case .integer(1, false): return try numbers(UInt8.self) { "\($0)" }
        case .integer(2, true): return try numbers(Int16.self) { "\(Int16(littleEndian: $0))" }
        case .integer(2, false): return try numbers(UInt16.self) { "\(UInt16(littleEndian: $0))" }
        case .integer(4, true): return try numbers(Int32.self) { "\(Int32(littleEndian: $0))" }
        case .integer(4, false): return try numbers(UInt32.self) { "\(UInt32(littleEndian: $0))" }
        case .integer(_, true): return try numbers(Int64.self) { "\(Int64(littleEndian: $0))" }
        case .integer(_, false): return try numbers(UInt64.self) { "\(UInt64(littleEndian: $0))" }
        case .float: return try numbers(UInt32.self) { "\(Float(bitPattern: UInt32(littleEndian: $0)))" }
        case .double: return try numbers(UInt64.self) { "\(Double(bitPattern: UInt64(littleEndian: $0)))" }
        case .boolean:
            let bits = try Bits(buffer(1), count: batch.rows)
            return { bits[$0] ? "true" : "false" }
        case .text(let wide):
            let (offsets, data) = (try buffer(1), try buffer(2))
            let pairs = try ArrowOffsets(column, wide: wide, rows: batch.rows, bytes: offsets.count)
            return { row in
                let pair = pairs.places(of: row)
                return String(decoding: data[try pairs.range(offsets[pair], within: data.count)], as: UTF8.self)
            }
        case .bytes, .other: preconditionFailure("\(column.path) holds no words")
        }
    }

    static func short(_ column: ArrowColumn) -> Failure {
        .malformed("a batch has fewer values of the column \(column.path.joined(separator: ".")) than rows")
    }

    /// One bit a row, the lowest of a byte first.
    private struct Bits {
        private let bytes: [UInt8]

        init(_ bytes: [UInt8], count: Int) throws {
            guard count <= bytes.count * 8 else {
                throw Failure.malformed("a batch has \(count) rows and \(bytes.count * 8) bits for them")
            }
            self.bytes = bytes
        }

        subscript(row: Int) -> Bool { bytes[row / 8] >> UInt8(row % 8) & 1 == 1 }
    }
}
