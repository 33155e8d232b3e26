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
