import Foundation

/// What the headers of an Arrow file say (Arrow Columnar Format 1.5, "Serialization and Interprocess Communication"): its
/// columns, and where the buffers of its batches of rows lie. Streams, as `datasets` writes them, and files ("ARROW1"),
/// which are streams with a table of contents behind.
struct ArrowFile: Sendable {
    /// Rows that were written together.
    struct Batch: Sendable {
        let rows: Int
        /// In the file, in the order of the columns.
        let buffers: [Range<Int>]
    }

    enum Failure: ColumnFileFailure, Equatable {
        case notArrow
        case endsEarly
        case malformed(String)
        /// A way of packing, or a type that puts all others out of their places.
        case notRead(String)
    }

    let path: FilePath
    let fileVersion: FileVersion
    let columns: [ArrowColumn]
    let batches: [Batch]
    let features: String?

    /// Types of messages (Message.fbs).
    private static let (schemaMessage, batchMessage) = (1, 3)
    /// A header is some kilobytes long.
    private static let longestHeader = 1 << 28

    /// - Throws: `ArrowFile.Failure`, `POSIXError`, `FilePath.NotAFile`
    init(_ path: FilePath) throws {
        self.path = path
        let descriptor = try path.opened()
        defer { close(descriptor) }
        fileVersion = try FileVersion(descriptor: descriptor)
        let size = Int(fileVersion.size)
        func bytes(at offset: Int, count: Int) throws -> [UInt8] {
            guard count >= 0, count <= size - offset else { throw Failure.endsEarly }
            var bytes = [UInt8](repeating: 0, count: count)
            guard pread(descriptor, &bytes, count, off_t(offset)) == count else { throw Failure.endsEarly }
            return bytes
        }
        var schema: ArrowSchema?
        var batches: [Batch] = []
        var position = try size >= 8 && bytes(at: 0, count: 6).elementsEqual("ARROW1".utf8) ? 8 : 0
        do {
            while position < size {
                var length = LittleEndian.number(try bytes(at: position, count: 4)[...], as: UInt32.self)
                position += 4
                // Since version 0.15 a mark stands before the length.
                if length == .max {
                    length = LittleEndian.number(try bytes(at: position, count: 4)[...], as: UInt32.self)
                    position += 4
                }
                if length == 0 { break }
                guard length <= Self.longestHeader, schema != nil || length <= size - position else {
                    throw FlatTable.Fault.malformed
                }
                let message = try FlatTable(root: bytes(at: position, count: Int(length)))
                let body = position + Int(length)
                let bodyLength = try message.integer(3, as: Int64.self) ?? 0
                guard bodyLength >= 0, bodyLength <= size - body else { throw Failure.endsEarly }
                position = body + bodyLength
                let kind = try message.integer(1, as: UInt8.self)
                guard let header = try message.table(2) else { throw FlatTable.Fault.malformed }
                if let schema, kind == Self.batchMessage {
                    batches.append(try Self.batch(header, schema, body: body..<position))
                } else if schema == nil {
                    guard kind == Self.schemaMessage else { throw FlatTable.Fault.malformed }
                    schema = try ArrowSchema(header)
                }
            }
        } catch is FlatTable.Fault {
            throw schema == nil ? Failure.notArrow : Failure.malformed("one of its headers is not what Arrow's are")
        }
        guard let schema else { throw Failure.notArrow }
        columns = schema.columns
        features = schema.features
        self.batches = batches
    }

    private static func batch(_ header: FlatTable, _ schema: ArrowSchema, body: Range<Int>) throws -> Batch {
        if let packing = try header.table(3) {
            throw Failure.notRead("is packed by \(try packing.integer(0, as: UInt8.self) == 1 ? "zstd" : "LZ4")")
        }
        let rows = try header.integer(0, as: Int64.self) ?? 0
        let buffers = try header.pairs(2)
        guard rows >= 0, buffers.count == schema.buffers else {
            throw Failure.malformed("a batch has \(rows) rows and \(buffers.count) buffers, expected \(schema.buffers)")
        }
        return Batch(
            rows: rows,
            buffers: try buffers.map { offset, count in
                guard offset >= 0, count >= 0, let end = offset.plus(count), end <= body.count else {
                    throw Failure.malformed("a buffer lies outside of its batch")
                }
                return body.lowerBound + offset..<body.lowerBound + end
            })
    }
}

extension ArrowFile.Failure {
    var description: String {
        switch self {
        case .notArrow: "is no Arrow file: it does not begin with a schema"
        case .endsEarly: "is cut short"
        case .malformed(let reason): reason
        case .notRead(let what): "\(what), which is not read: write it unpacked, with plain types"
        }
    }
}

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
