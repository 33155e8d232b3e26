/// Reads Thrift's compact protocol (Apache Thrift, doc/specs/thrift-compact-protocol.md) from front to back, without a tree:
/// the footer and the page headers of a Parquet file are written in it.
struct ThriftReader {
    enum Fault: Error, Equatable {
        case endsEarly
        case malformed
    }

    enum Kind: UInt8 {
        case yes = 1
        case no, byte, int16, int32, int64, double, binary, list, set, map, structure
    }

    private let bytes: [UInt8]
    private(set) var position = 0
    private var depth = 0
    private static let deepest = 32

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Calls `body` with each field of a structure; what it does not read is skipped.
    mutating func structure(_ body: (inout ThriftReader, _ field: Int, Kind) throws -> Void) throws {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Fault.malformed }
        var field = 0
        while true {
            let head = try byte()
            guard head != 0 else { return }
            guard let kind = Kind(rawValue: head & 15) else { throw Fault.malformed }
            let step = Int(head >> 4)
            field = step > 0 ? field + step : try number()
            let start = position
            try body(&self, field, kind)
            if position == start { try skip(kind) }
        }
    }

    /// Calls `body` with each element of a list; what it does not read is skipped.
    mutating func list(_ kind: Kind, _ body: (inout ThriftReader, Kind) throws -> Void) throws {
        guard kind == .list || kind == .set else { throw Fault.malformed }
        let head = try byte()
        let count = head >> 4 == 15 ? try length() : Int(head >> 4)
        guard let element = Kind(rawValue: head & 15) else { throw Fault.malformed }
        // Each element takes a byte at least.
        guard count <= bytes.count - position else { throw Fault.endsEarly }
        for _ in 0..<count {
            let start = position
            try body(&self, element)
            if position == start { try skip(element, inList: true) }
        }
    }

    mutating func integer(_ kind: Kind) throws -> Int {
        switch kind {
        case .byte: return Int(Int8(bitPattern: try byte()))
        case .int16, .int32, .int64: return try number()
        default: throw Fault.malformed
        }
    }

    mutating func binary(_ kind: Kind) throws -> ArraySlice<UInt8> {
        guard kind == .binary else { throw Fault.malformed }
        let count = try length()
        guard count <= bytes.count - position else { throw Fault.endsEarly }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func text(_ kind: Kind) throws -> String { String(decoding: try binary(kind), as: UTF8.self) }

    private mutating func skip(_ kind: Kind, inList: Bool = false) throws {
        switch kind {
        case .yes, .no: if inList { _ = try byte() }
        case .byte: _ = try byte()
        case .int16, .int32, .int64: _ = try number()
        case .double:
            guard bytes.count - position >= 8 else { throw Fault.endsEarly }
            position += 8
        case .binary: _ = try binary(kind)
        case .list, .set: try list(kind) { _, _ in }
        case .map:
            let count = try length()
            guard count > 0 else { return }
            let kinds = try byte()
            guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15),
                count <= bytes.count - position
            else { throw Fault.malformed }
            for _ in 0..<count {
                try skip(key, inList: true)
                try skip(value, inList: true)
            }
        case .structure: try structure { _, _, _ in }
        }
    }

    private mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw Fault.endsEarly }
        defer { position += 1 }
        return bytes[position]
    }

    /// A zigzag integer.
    private mutating func number() throws -> Int {
        let value = try variable()
        return Int(bitPattern: UInt(value >> 1)) ^ -Int(value & 1)
    }

    private mutating func length() throws -> Int {
        guard let count = Int(exactly: try variable()) else { throw Fault.malformed }
        return count
    }

    private mutating func variable() throws -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 70, by: 7) {
            let next = try byte()
            value |= UInt64(next & 0x7F) << UInt64(shift)
            if next & 0x80 == 0 { return value }
        }
        throw Fault.malformed
    }
}
