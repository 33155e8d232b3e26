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
    let stamp: FileStamp
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
        stamp = try FileStamp(descriptor: descriptor)
        let size = Int(stamp.size)
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
