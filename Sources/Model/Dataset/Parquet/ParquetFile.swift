import Foundation

/// What the footer of a Parquet file says (parquet.thrift of Apache parquet-format 2.10): its columns, and where their
/// pages lie.
struct ParquetFile: Sendable {
    /// A column of values; a structure's fields are columns of their own.
    struct Column: Equatable {
        enum Kind: Int {
            case boolean, int32, int64, int96, float, double, bytes, fixedBytes
        }

        /// From the outermost structure: ["image", "bytes"].
        let path: [String]
        let kind: Kind
        /// Of a fixed number of bytes.
        let length: Int
        let isText: Bool
        /// The level at which a value is there; lower ones are nulls. Zero where there are no nulls.
        let definition: Int
        /// Above zero inside of lists.
        let repetition: Int

        var name: String { path.joined(separator: ".") }
    }

    /// The pages of one column in one group of rows.
    struct Chunk: Sendable {
        let column: Int
        let codec: Int
        /// In the file.
        let bytes: Range<Int>
        let rows: Int
    }

    enum Failure: ColumnFileFailure, Equatable {
        case notParquet
        case endsEarly
        case encrypted
        case malformed(String)
        /// A way of packing that is not read.
        case packed(String)
    }

    let path: FilePath
    let fileVersion: FileVersion
    let rows: Int
    let columns: [Column]
    /// In the order of their rows.
    let chunks: [Chunk]
    /// The JSON text that the `datasets` library leaves: features with their types and class names.
    let features: String?

    /// - Throws: `ParquetFile.Failure`, `POSIXError`, `FilePath.NotAFile`
    init(_ path: FilePath) throws {
        self.path = path
        let descriptor = try path.opened()
        defer { close(descriptor) }
        fileVersion = try FileVersion(descriptor: descriptor)
        let size = Int(fileVersion.size)
        guard size >= 12 else { throw Failure.notParquet }
        let end = try Self.read(descriptor, at: size - 8, count: 8)
        switch String(decoding: end[4...], as: UTF8.self) {
        case "PAR1": break
        case "PARE": throw Failure.encrypted
        default:
            let start = try Self.read(descriptor, at: 0, count: 4)
            throw start.elementsEqual("PAR1".utf8) ? Failure.endsEarly : Failure.notParquet
        }
        let count = end[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard count <= size - 12 else { throw Failure.endsEarly }
        let footer: Footer
        do {
            footer = try Footer(Self.read(descriptor, at: size - 8 - count, count: count))
        } catch is ThriftReader.Fault {
            throw Failure.malformed("its footer is not what Parquet's is")
        }
        rows = footer.rows
        let columns = try Self.columns(footer.elements)
        self.columns = columns
        features = footer.features
        chunks = try footer.groups.flatMap { group in
            guard group.chunks.count == columns.count else {
                throw Failure.malformed("a group of rows has \(group.chunks.count) columns, expected \(columns.count)")
            }
            return try group.chunks.enumerated().map { column, chunk in
                guard let end = chunk.start.plus(chunk.size), chunk.start >= 4, chunk.size >= 0, end <= size - 8 else {
                    throw Failure.malformed("the column \(columns[column].name) lies outside of the file")
                }
                return Chunk(column: column, codec: chunk.codec, bytes: chunk.start..<end, rows: group.rows)
            }
        }
        guard footer.groups.allSatisfy({ $0.rows >= 0 }),
            footer.groups.reduce(0, { $0.plus($1.rows) ?? -1 }) == rows
        else { throw Failure.malformed("its groups of rows are not \(rows) rows") }
    }

    func chunks(of column: Int) -> [Chunk] { chunks.filter { $0.column == column } }

    private static func read(_ descriptor: Int32, at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard pread(descriptor, &bytes, count, off_t(offset)) == count else { throw Failure.endsEarly }
        return bytes
    }

    /// The leaves of the schema, which stands as a tree in the order of a walk through it.
    private static func columns(_ elements: [Footer.Element]) throws -> [Column] {
        var columns: [Column] = []
        var next = 1
        func walk(_ path: [String], _ definition: Int, _ repetition: Int, depth: Int) throws {
            guard next < elements.count, depth < 64 else { throw Failure.malformed("its schema is not whole") }
            let element = elements[next]
            next += 1
            let own = path + [element.name]
            let definition = definition + (element.repetition == 0 ? 0 : 1)
            let repetition = repetition + (element.repetition == 2 ? 1 : 0)
            if let children = element.children, children > 0 {
                for _ in 0..<children { try walk(own, definition, repetition, depth: depth + 1) }
                return
            }
            guard let kind = element.kind.flatMap(Column.Kind.init) else {
                throw Failure.malformed("the column \(own.joined(separator: ".")) has no known type")
            }
            columns.append(
                Column(
                    path: own, kind: kind, length: element.length, isText: element.isText, definition: definition,
                    repetition: repetition))
        }
        while next < elements.count { try walk([], 0, 0, depth: 0) }
        return columns
    }
}

extension ParquetFile {
    /// The structures of the footer, by the field numbers of parquet.thrift.
    private struct Footer {
        struct Element {
            var kind: Int?
            var length = 0
            var repetition = 0
            var name = ""
            var children: Int?
            var isText = false
        }

        struct Chunk: Sendable {
            var codec = 0
            var size = 0
            var dataStart = 0
            var dictionaryStart: Int?

            var start: Int { dictionaryStart.map { $0 > 0 ? min($0, dataStart) : dataStart } ?? dataStart }
        }

        var rows = 0
        var elements: [Element] = []
        var groups: [(rows: Int, chunks: [Chunk])] = []
        var features: String?

        init(_ bytes: [UInt8]) throws {
            var reader = ThriftReader(bytes)
            try reader.structure { reader, field, kind in
                switch field {
                case 2: try reader.list(kind) { reader, _ in elements.append(try Self.element(&reader)) }
                case 3: rows = try reader.integer(kind)
                case 4: try reader.list(kind) { reader, _ in groups.append(try Self.group(&reader)) }
                case 5:
                    try reader.list(kind) { reader, _ in
                        var (key, value) = ("", "")
                        try reader.structure { reader, field, kind in
                            if field == 1 { key = try reader.text(kind) }
                            if field == 2 { value = try reader.text(kind) }
                        }
                        if key == "huggingface" { features = value }
                    }
                default: break
                }
            }
        }

        private static func element(_ reader: inout ThriftReader) throws -> Element {
            var element = Element()
            try reader.structure { reader, field, kind in
                switch field {
                case 1: element.kind = try reader.integer(kind)
                case 2: element.length = try reader.integer(kind)
                case 3: element.repetition = try reader.integer(kind)
                case 4: element.name = try reader.text(kind)
                case 5: element.children = try reader.integer(kind)
                // ConvertedType UTF8, ENUM; LogicalType STRING, ENUM.
                case 6: if try [0, 4].contains(reader.integer(kind)) { element.isText = true }
                case 10: try reader.structure { _, field, _ in if [1, 4].contains(field) { element.isText = true } }
                default: break
                }
            }
            return element
        }

        private static func group(_ reader: inout ThriftReader) throws -> (rows: Int, chunks: [Chunk]) {
            var (rows, chunks) = (0, [Chunk]())
            try reader.structure { reader, field, kind in
                switch field {
                case 1:
                    try reader.list(kind) { reader, _ in
                        var chunk = Chunk()
                        try reader.structure { reader, field, _ in
                            if field == 3 { chunk = try Self.chunk(&reader) }
                        }
                        chunks.append(chunk)
                    }
                case 3: rows = try reader.integer(kind)
                default: break
                }
            }
            return (rows, chunks)
        }

        private static func chunk(_ reader: inout ThriftReader) throws -> Chunk {
            var chunk = Chunk()
            try reader.structure { reader, field, kind in
                switch field {
                case 4: chunk.codec = try reader.integer(kind)
                case 7: chunk.size = try reader.integer(kind)
                case 9: chunk.dataStart = try reader.integer(kind)
                case 11: chunk.dictionaryStart = try reader.integer(kind)
                default: break
                }
            }
            return chunk
        }
    }
}

extension ParquetFile.Failure {
    var description: String {
        switch self {
        case .notParquet: "is no Parquet file: it does not begin and end with PAR1"
        case .endsEarly: "is cut short"
        case .encrypted: "is encrypted, which is not read"
        case .malformed(let reason): reason
        case .packed(let how): "is packed by \(how), which is not read: write it with snappy, zstd or gzip"
        }
    }
}
