/// Reads a TOML document (toml.io, version 1.0.0) from front to back.
struct TOMLReader {
    struct Fault: Error {
        let line: Int
        /// In characters, from 1.
        let column: Int
        let message: String
    }

    /// Parts of a key, and arrays in one another: no file of ours has more than three.
    static let mostLevels = 32

    private let bytes: [UInt8]
    private(set) var position = 0
    private(set) var line = 1
    private var lineStart = 0
    var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The table of the whole document.
    /// - Throws: `TOMLReader.Fault`
    mutating func document() throws -> [String: TOMLValue] {
        let root = TOMLTable(.header, line: 1)
        var current = root
        while true {
            skipSpace()
            if peek == UInt8(ascii: "[") {
                current = try header(in: root)
            } else if let byte = peek, byte != UInt8(ascii: "#"), !isLineEnd {
                let place = self
                let key = try path()
                try expect("=", "\"=\" behind a key")
                try set(key, to: value(line: place.line), in: current, at: place)
            }
            try skipComment()
            guard peek != nil else { return root.value.table ?? [:] }
            guard skipLineEnd() else { throw fault("the end of the line") }
        }
    }

    private mutating func header(in root: TOMLTable) throws -> TOMLTable {
        let place = self
        position += 1
        let isArray = skip("[")
        let path = try path()
        guard skip("]"), !isArray || skip("]") else { throw fault(isArray ? "\"]]\"" : "\"]\"") }
        return try place.resolving { try isArray ? root.nextTable(path) : root.table(path) }
    }

    /// Keys with dots between them.
    mutating func path() throws -> [TOMLTable.Key] {
        var keys: [TOMLTable.Key] = []
        repeat {
            guard keys.count < Self.mostLevels else { throw fault("at most \(Self.mostLevels) parts of a key") }
            skipSpace()
            keys.append(.init(name: try key(), line: line))
            skipSpace()
        } while skip(".")
        return keys
    }

    private mutating func key() throws -> String {
        if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") {
            guard !starts(with: "\"\"\""), !starts(with: "'''") else { throw fault("a key of one line") }
            return try string()
        }
        let start = position
        while let byte = peek, byte.isBareKey { position += 1 }
        guard position > start else { throw fault("a key") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    func set(_ key: [TOMLTable.Key], to value: TOMLValue, in table: TOMLTable, at place: TOMLReader) throws {
        try place.resolving { try table.set(key, to: value) }
    }

    /// A conflict becomes a fault at this reader's place.
    private func resolving<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let conflict as TOMLTable.Conflict {
            throw Fault(line: line, column: column, message: conflict.reason.printable)
        }
    }
}

// MARK: - Bytes

extension TOMLReader {
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func starts(with text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

    /// Steps over a character if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func expect(_ character: Unicode.Scalar, _ name: String) throws {
        guard skip(character) else { throw fault(name) }
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return bytes[position..<end]
    }

    /// What the next bytes are while they satisfy a condition.
    mutating func take(while condition: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while let byte = peek, condition(byte) { position += 1 }
        return bytes[start..<position]
    }

    mutating func skipSpace() {
        while peek == 0x20 || peek == 0x09 { position += 1 }
    }

    var isLineEnd: Bool { peek == 0x0A || starts(with: "\r\n") }

    mutating func skipLineEnd() -> Bool {
        guard isLineEnd else { return false }
        position += peek == 0x0A ? 1 : 2
        line += 1
        lineStart = position
        return true
    }

    /// Space, and a comment up to the line's end.
    mutating func skipComment() throws {
        skipSpace()
        guard peek == UInt8(ascii: "#") else { return }
        while let byte = peek, !isLineEnd {
            guard !byte.isControl else { throw fault("no control character in a comment") }
            position += 1
        }
    }

    /// Space, line ends and comments.
    mutating func skipLines() throws {
        repeat { try skipComment() } while skipLineEnd()
    }

    private var column: Int { 1 + bytes[lineStart..<position].count { $0 & 0xC0 != 0x80 } }

    /// What was expected here, and what there is.
    func fault(_ expected: String) -> Fault {
        let rest = String(decoding: bytes[position...].prefix(16), as: UTF8.self)
        let found = rest.first.map { $0.isNewline ? "the line's end" : "\"\($0)\"" } ?? "the end of the file"
        return Fault(line: line, column: column, message: "expected \(expected), found \(found)".printable)
    }
}

extension UInt8 {
    fileprivate var isBareKey: Bool {
        isASCIILetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
    }
    var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    var isDigit: Bool { (0x30...0x39).contains(self) }
    /// But for the tabulator.
    var isControl: Bool { self < 0x20 && self != 0x09 || self == 0x7F }
}

extension TOMLReader {
    /// A string in quotation marks or apostrophes, of one line or, with three of them, of several.
    mutating func string() throws -> String {
        let mark = peek!
        let isRaw = mark == UInt8(ascii: "'")
        let marks = String(repeating: isRaw ? "'" : "\"", count: 3)
        let hasLines = starts(with: marks)
        _ = take(hasLines ? 3 : 1)
        if hasLines { _ = skipLineEnd() }
        var text: [UInt8] = []
        while true {
            text += take { $0 != mark && $0 != UInt8(ascii: "\\") && !$0.isControl }
            guard let byte = peek else { throw fault("the end of a string") }
            if byte == mark {
                guard hasLines else {
                    _ = take(1)
                    break
                }
                // Two more may stand before the end: they are the string's.
                let count = take { $0 == mark }.count
                guard count <= 5 else { throw fault("the end of a string before this") }
                text += repeatElement(mark, count: count < 3 ? count : count - 3)
                if count >= 3 { break }
            } else if hasLines, skipLineEnd() {
                text.append(0x0A)
            } else if byte == UInt8(ascii: "\\") {
                text += isRaw ? Array(take(1)) : try escape(hasLines: hasLines)
            } else {
                throw fault(isLineEnd ? "the end of a string" : "no control character in a string")
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Parameter hasLines: a backslash at a line's end then stands for nothing, and so does the space behind it.
    private mutating func escape(hasLines: Bool) throws -> [UInt8] {
        let start = self
        _ = take(1)
        if hasLines {
            let place = self
            skipSpace()
            if isLineEnd {
                repeat { skipSpace() } while skipLineEnd()
                return []
            }
            self = place
        }
        switch take(1).first {
        case UInt8(ascii: "\""): return [0x22]
        case UInt8(ascii: "\\"): return [0x5C]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "u"): return try scalar(digits: 4, start)
        case UInt8(ascii: "U"): return try scalar(digits: 8, start)
        default: throw start.fault("one of the escapes \\b \\t \\n \\f \\r \\\" \\\\ \\u \\U")
        }
    }

    private mutating func scalar(digits count: Int, _ start: TOMLReader) throws -> [UInt8] {
        let digits = take(count)
        guard digits.count == count, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
        else { throw start.fault("a character's number in \(count) hexadecimal digits") }
        return Array(String(scalar).utf8)
    }
}
