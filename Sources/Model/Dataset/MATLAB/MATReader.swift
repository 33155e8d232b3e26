/// What a variable of a MATLAB file holds.
indirect enum MATValue {
    /// Numbers or characters, as MATLAB orders them: by columns.
    case numbers([Double])
    case text(String)
    case cells([MATValue])
    /// One for each place of an array of structures, by the names of its fields.
    case structures(fields: [String], values: [[MATValue]])
    /// What is not read: sparse matrices, objects, functions.
    case other

    var numbers: [Double]? { if case .numbers(let numbers) = self { numbers } else { nil } }
    /// A number alone.
    var number: Int? {
        guard let numbers, numbers.count == 1, let number = numbers.first else { return nil }
        return Int(exactly: number)
    }
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var cells: [MATValue]? { if case .cells(let cells) = self { cells } else { nil } }

    /// Of whole numbers alone.
    var integers: [Int]? {
        guard let numbers else { return nil }
        let integers = numbers.compactMap { Int(exactly: $0) }
        return integers.count == numbers.count ? integers : nil
    }
}

/// Reads the unpacked bytes of one variable.
struct MATReader {
    static let matrix = 14
    static let packed = 15
    private static let deepest = 16

    /// A matrix' class.
    enum Kind: Int {
        case cell = 1
        case structure, object, character, sparse
        case double, single, int8, uint8, int16, uint16, int32, uint32, int64, uint64
        case function, opaque

        var isNumeric: Bool { (Kind.double.rawValue...Kind.uint64.rawValue).contains(rawValue) }
    }

    /// How numbers are stored, whatever the class.
    enum Number: Int {
        case int8 = 1
        case uint8, int16, uint16, int32, uint32, single
        case double = 9
        case int64 = 12
        case uint64 = 13
        case utf8 = 16
        case utf16 = 17
        case utf32 = 18

        var size: Int {
            switch self {
            case .int8, .uint8, .utf8: 1
            case .int16, .uint16, .utf16: 2
            case .int32, .uint32, .single, .utf32: 4
            case .double, .int64, .uint64: 8
            }
        }
    }

    struct Tag {
        let type: Int
        let count: Int
        let start: Int
        /// Of the element behind it.
        let next: Int
    }

    struct Head {
        let kind: Kind
        let shape: [Int]
        let name: String
        /// Of the first element behind the name.
        let next: Int
        let numbers: (offset: Int, count: Int, type: Number)?
    }

    private let bytes: [UInt8]
    private let isBigEndian: Bool

    init(_ bytes: [UInt8], isBigEndian: Bool) {
        (self.bytes, self.isBigEndian) = (bytes, isBigEndian)
    }

    private func integer(at offset: Int, size: Int) throws -> UInt64 {
        guard offset >= 0, offset <= bytes.count - size else { throw MATFile.Failure.notWhole }
        let slice = bytes[offset..<offset + size]
        return (isBigEndian ? Array(slice) : slice.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The numbers that come before an element's bytes; up to four bytes stand in the tag itself.
    func tag(at offset: Int) throws -> Tag {
        let first = Int(try integer(at: offset, size: 4))
        if first >> 16 != 0 {
            guard first >> 16 <= 4 else { throw MATFile.Failure.notWhole }
            return Tag(type: first & 0xFFFF, count: first >> 16, start: offset + 4, next: offset + 8)
        }
        let count = Int(try integer(at: offset + 4, size: 4))
        return Tag(type: first, count: count, start: offset + 8, next: offset + 8 + (count + 7) / 8 * 8)
    }

    /// Nil of an empty matrix.
    func head(at offset: Int = 0) throws -> Head? {
        let outer = try tag(at: offset)
        guard outer.type == Self.matrix else { throw MATFile.Failure.notWhole }
        if outer.count == 0 { return nil }
        let flags = try tag(at: outer.start)
        guard let kind = Kind(rawValue: Int(try integer(at: flags.start, size: 4)) & 0xFF) else {
            throw MATFile.Failure.notWhole
        }
        // An object of a newer kind has neither sides nor numbers.
        if kind == .opaque { return Head(kind: kind, shape: [], name: "", next: outer.next, numbers: nil) }
        let sides = try tag(at: flags.next)
        guard sides.type == Number.int32.rawValue, (8...256).contains(sides.count) else {
            throw MATFile.Failure.notWhole
        }
        let shape = try stride(from: sides.start, to: sides.start + sides.count, by: 4).map {
            Int(Int32(truncatingIfNeeded: try integer(at: $0, size: 4)))
        }
        let name = try tag(at: sides.next)
        guard shape.allSatisfy({ $0 >= 0 }), name.count <= bytes.count - name.start else {
            throw MATFile.Failure.notWhole
        }
        let text = String(decoding: bytes[name.start..<name.start + name.count], as: UTF8.self)
        var numbers: (Int, Int, Number)?
        if kind.isNumeric {
            let data = try tag(at: name.next)
            guard let type = Number(rawValue: data.type) else { throw MATFile.Failure.notWhole }
            numbers = (data.start, data.count, type)
        }
        return Head(kind: kind, shape: shape, name: text, next: name.next, numbers: numbers)
    }

    /// - Throws: `MATFile.Failure`
    func value() throws -> MATValue { try value(at: 0, depth: 0).value }

    private func value(at offset: Int, depth: Int) throws -> (value: MATValue, next: Int) {
        let end = try tag(at: offset).next
        guard depth < Self.deepest, end <= bytes.count + 7 else { throw MATFile.Failure.notWhole }
        guard let head = try head(at: offset) else { return (.numbers([]), end) }
        guard let count = head.shape.reduce(1 as Int?, { $0?.times($1) }) else { throw MATFile.Failure.notWhole }
        switch head.kind {
        case .cell:
            return (.cells(try values(count, at: head.next, depth: depth).values), end)
        case .structure:
            let length = try tag(at: head.next)
            let names = try tag(at: length.next)
            let size = Int(try integer(at: length.start, size: 4))
            guard size > 0, names.count <= bytes.count - names.start, names.count % size == 0 else {
                throw MATFile.Failure.notWhole
            }
            let fields = stride(from: names.start, to: names.start + names.count, by: size).map {
                String(decoding: bytes[$0..<$0 + size].prefix { $0 != 0 }, as: UTF8.self)
            }
            var (rows, next) = ([[MATValue]](), names.next)
            for _ in 0..<(fields.isEmpty ? 0 : count) {
                let row = try values(fields.count, at: next, depth: depth)
                rows.append(row.values)
                next = row.next
            }
            return (.structures(fields: fields, values: rows), end)
        case .character:
            let data = try tag(at: head.next)
            guard let type = Number(rawValue: data.type) else { throw MATFile.Failure.notWhole }
            return (.text(try text(data, type)), end)
        case let kind where kind.isNumeric:
            guard let found = head.numbers else { return (.other, end) }
            let numbers = try numbers(at: found.offset, count: found.count, found.type)
            guard numbers.count == count else { throw MATFile.Failure.notWhole }
            return (.numbers(numbers), end)
        default: return (.other, end)
        }
    }

    private func values(_ count: Int, at offset: Int, depth: Int) throws -> (values: [MATValue], next: Int) {
        // Each takes the eight bytes of a tag at least.
        guard count <= (bytes.count - min(bytes.count, offset)) / 8 else { throw MATFile.Failure.notWhole }
        var (values, next) = ([MATValue](), offset)
        values.reserveCapacity(count)
        for _ in 0..<count {
            let (value, end) = try value(at: next, depth: depth + 1)
            values.append(value)
            next = end
        }
        return (values, next)
    }

    private func numbers(at offset: Int, count: Int, _ type: Number) throws -> [Double] {
        guard count >= 0, offset <= bytes.count - count, count % type.size == 0 else { throw MATFile.Failure.notWhole }
        return try stride(from: offset, to: offset + count, by: type.size).map { place in
            let bits = try integer(at: place, size: type.size)
            return switch type {
            case .int8: Double(Int8(truncatingIfNeeded: bits))
            case .int16: Double(Int16(truncatingIfNeeded: bits))
            case .int32: Double(Int32(truncatingIfNeeded: bits))
            case .int64: Double(Int64(bitPattern: bits))
            case .single: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
            case .double: Double(bitPattern: bits)
            case .uint8, .uint16, .uint32, .uint64, .utf8, .utf16, .utf32: Double(bits)
            }
        }
    }

    private func text(_ data: Tag, _ type: Number) throws -> String {
        guard data.count <= bytes.count - data.start else { throw MATFile.Failure.notWhole }
        let slice = bytes[data.start..<data.start + data.count]
        switch type {
        case .utf8, .int8, .uint8: return String(decoding: slice, as: UTF8.self)
        case .utf16, .uint16:
            let units = try stride(from: data.start, to: data.start + data.count - 1, by: 2).map {
                UInt16(try integer(at: $0, size: 2))
            }
            return String(decoding: units, as: UTF16.self)
        default:
            let scalars = try numbers(at: data.start, count: data.count, type).compactMap {
                UInt32(exactly: $0).flatMap(Unicode.Scalar.init)
            }
            return String(String.UnicodeScalarView(scalars))
        }
    }
}
