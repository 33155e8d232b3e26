/// Reads a JSON text from front to back, without a tree: a vocabulary of 49,408 tokens takes milliseconds.
struct JSONReader {
    struct Fault: Error {
        let offset: Int
        let expected: String
    }

    /// The strings that were read, decoded, one after the other.
    private(set) var strings: [UInt8] = []
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        strings.reserveCapacity(bytes.count)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: strings[range], as: UTF8.self) }

    func fault(_ expected: String) -> Fault { Fault(offset: position, expected: expected) }

    /// Calls `member` with each key, behind which it reads the value.
    mutating func object(_ member: (inout JSONReader, _ key: Range<Int>) throws -> Void) throws {
        try list("{", "}", "an object") { reader in
            let key = try reader.string()
            try reader.expect(":", "\":\"")
            try member(&reader, key)
        }
    }

    /// Calls `element` for each element, which it reads.
    mutating func array(_ element: (inout JSONReader) throws -> Void) throws {
        try list("[", "]", "an array", element)
    }

    /// - Returns: where it stands in `strings`.
    mutating func string() throws -> Range<Int> {
        try expect("\"", "a string")
        let start = strings.count
        while position < bytes.count {
            // Up to what ends the string or stands for something else.
            let plain = bytes.withUnsafeBufferPointer { bytes in
                var end = position
                while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""),
                    bytes[end] != UInt8(ascii: "\\")
                {
                    end += 1
                }
                strings.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
                return end
            }
            position = plain
            guard position < bytes.count else { break }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return start..<strings.count
            case UInt8(ascii: "\\"): try escape()
            default: throw fault("no control character in a string")
            }
        }
        throw fault("the end of a string")
    }

    mutating func text() throws -> String {
        let range = try string()
        return text(range)
    }

    /// A whole number that is not negative and below 2^63.
    mutating func integer() throws -> Int {
        skipSpace()
        var value = 0
        let start = position
        while let byte = peek, (0x30...0x39).contains(byte) {
            guard let next = value.times(10)?.plus(Int(byte - 0x30)) else { throw fault("a number below 2^63") }
            value = next
            position += 1
        }
        guard position > start else { throw fault("a whole number") }
        return value
    }

    mutating func number() throws -> Double {
        skipSpace()
        let start = position
        while let byte = peek, "+-.0123456789eE".utf8.contains(byte) { position += 1 }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
            position = start
            throw fault("a number")
        }
        return value
    }

    /// The text of a value, which is passed over.
    mutating func valueText() throws -> [UInt8] {
        skipSpace()
        let start = position
        try skipValue()
        return Array(bytes[start..<position])
    }

    mutating func skipValue() throws {
        skipSpace()
        switch peek {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"): try object { reader, _ in try reader.skipValue() }
        case UInt8(ascii: "["): try array { try $0.skipValue() }
        default:
            let start = position
            while let byte = peek, !",]} \t\n\r".utf8.contains(byte) { position += 1 }
            guard position > start else { throw fault("a value") }
        }
    }

    /// A string, a number, true or false as text; nil for anything else, which is passed over.
    mutating func word() throws -> String? {
        if isNext("\"") { return try text() }
        let start = position
        try skipValue()
        let value = String(decoding: bytes[start..<position], as: UTF8.self)
        return value == "null" || value.hasPrefix("{") || value.hasPrefix("[") ? nil : value
    }

    /// Whether the next value starts with this character.
    mutating func isNext(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        return peek == UInt8(ascii: character)
    }

    mutating func end() throws {
        skipSpace()
        guard position == bytes.count else { throw fault("the end of the file") }
    }
}

extension JSONReader {
    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func expect(_ character: Unicode.Scalar, _ name: String) throws {
        guard isNext(character) else { throw fault(name) }
        position += 1
    }

    private mutating func list(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ name: String,
        _ element: (inout JSONReader) throws -> Void
    ) throws {
        try expect(opening, name)
        guard depth < 64 else { throw fault("at most 64 levels") }
        depth += 1
        defer { depth -= 1 }
        var isFirst = true
        while !isNext(closing) {
            if !isFirst { try expect(",", "\",\" or \"\(closing)\"") }
            isFirst = false
            try element(&self)
        }
        position += 1
    }

    /// Behind a backslash.
    private mutating func escape() throws {
        guard let byte = peek else { throw fault("an escape") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): strings.append(byte)
        case UInt8(ascii: "b"): strings.append(0x08)
        case UInt8(ascii: "f"): strings.append(0x0C)
        case UInt8(ascii: "n"): strings.append(0x0A)
        case UInt8(ascii: "r"): strings.append(0x0D)
        case UInt8(ascii: "t"): strings.append(0x09)
        case UInt8(ascii: "u"): strings += try String(escapedScalar()).utf8
        default: throw fault("an escape")
        }
    }

    private mutating func escapedScalar() throws -> Unicode.Scalar {
        let first = try fourDigits()
        guard UTF16.isLeadSurrogate(first) else {
            guard let scalar = Unicode.Scalar(first) else { throw fault("a leading surrogate") }
            return scalar
        }
        guard peek == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "u") else {
            throw fault("a trailing surrogate")
        }
        position += 2
        let second = try fourDigits()
        guard UTF16.isTrailSurrogate(second) else { throw fault("a trailing surrogate") }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func fourDigits() throws -> UInt16 {
        let digits = bytes[position..<min(position + 4, bytes.count)]
        guard digits.count == 4, let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw fault("four hexadecimal digits")
        }
        position += 4
        return value
    }
}
