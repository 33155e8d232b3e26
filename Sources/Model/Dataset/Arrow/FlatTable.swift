/// Reads a table of FlatBuffers (flatbuffers.dev, "FlatBuffers internals") where it lies: Arrow's headers are written in
/// them. Every place is checked against the bytes before it is read.
struct FlatTable {
    enum Fault: Error, Equatable {
        case malformed
    }

    private let bytes: [UInt8]
    private let start: Int
    /// Places of the fields, relative to `start`: two bytes each.
    private let directory: Range<Int>

    /// The table that the bytes begin with.
    /// - Throws: `FlatTable.Fault`
    init(root bytes: [UInt8]) throws {
        try self.init(bytes, at: Self.target(bytes, of: 0))
    }

    private init(_ bytes: [UInt8], at start: Int) throws {
        let back = try Self.number(bytes, at: start, as: Int32.self)
        let size = try Self.number(bytes, at: start - back, as: UInt16.self)
        guard size >= 4, size <= bytes.count - (start - back) else { throw Fault.malformed }
        self.bytes = bytes
        self.start = start
        directory = start - back + 4..<start - back + size
    }

    /// Nil where the field is not there, and its default counts.
    func integer<Number: FixedWidthInteger>(_ field: Int, as type: Number.Type) throws -> Int? {
        try place(of: field).map { try Self.number(bytes, at: $0, as: type) }
    }

    func table(_ field: Int) throws -> FlatTable? {
        try place(of: field).map { try FlatTable(bytes, at: Self.target(bytes, of: $0)) }
    }

    /// Of a vector; none where the field is not there.
    func tables(_ field: Int) throws -> [FlatTable] {
        guard let (first, count) = try vector(field, stride: 4) else { return [] }
        return try (0..<count).map { try FlatTable(bytes, at: Self.target(bytes, of: first + 4 * $0)) }
    }

    /// A vector of structures of two long numbers.
    func pairs(_ field: Int) throws -> [(Int, Int)] {
        guard let (first, count) = try vector(field, stride: 16) else { return [] }
        return try (0..<count).map { index in
            let place = first + 16 * index
            return (
                try Self.number(bytes, at: place, as: Int64.self), try Self.number(bytes, at: place + 8, as: Int64.self)
            )
        }
    }

    func text(_ field: Int) throws -> String? {
        guard let (first, count) = try vector(field, stride: 1) else { return nil }
        return String(decoding: bytes[first..<first + count], as: UTF8.self)
    }

    private func vector(_ field: Int, stride: Int) throws -> (first: Int, count: Int)? {
        guard let place = try place(of: field) else { return nil }
        let head = try Self.target(bytes, of: place)
        let count = try Self.number(bytes, at: head, as: UInt32.self)
        guard count <= (bytes.count - head - 4) / stride else { throw Fault.malformed }
        return (head + 4, count)
    }

    private func place(of field: Int) throws -> Int? {
        let entry = directory.lowerBound + 2 * field
        guard entry + 2 <= directory.upperBound else { return nil }
        let offset = try Self.number(bytes, at: entry, as: UInt16.self)
        return offset == 0 ? nil : start + offset
    }

    /// Where the offset that stands at a place leads to.
    private static func target(_ bytes: [UInt8], of place: Int) throws -> Int {
        place + (try number(bytes, at: place, as: UInt32.self))
    }

    private static func number<Number: FixedWidthInteger>(
        _ bytes: [UInt8], at place: Int, as type: Number.Type
    ) throws -> Int {
        let size = MemoryLayout<Number>.size
        guard place >= 0, place <= bytes.count - size else { throw Fault.malformed }
        return Int(truncatingIfNeeded: LittleEndian.number(bytes[place..<place + size], as: type))
    }
}
