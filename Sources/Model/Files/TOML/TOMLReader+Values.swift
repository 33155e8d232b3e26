extension TOMLReader {
    /// - Parameter line: where its key stands.
    mutating func value(line: Int) throws -> TOMLValue {
        skipSpace()
        return TOMLValue(content: try content(), line: line)
    }

    private mutating func content() throws -> TOMLValue.Content {
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "["): return .array(try nested { try $0.array() })
        case UInt8(ascii: "{"): return .table(try nested { try $0.inlineTable() })
        default: return try word()
        }
    }

    private mutating func nested<Value>(_ read: (inout TOMLReader) throws -> Value) throws -> Value {
        guard depth < Self.mostLevels else { throw fault("at most \(Self.mostLevels) levels") }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    private mutating func array() throws -> [TOMLValue] {
        var values: [TOMLValue] = []
        try expect("[", "a list")
        while true {
            try skipLines()
            if skip("]") { return values }
            values.append(try value(line: line))
            try skipLines()
            if skip("]") { return values }
            try expect(",", "\",\" or \"]\"")
        }
    }

    /// { KEY = VALUE, ... } on one line, without a comma at its end.
    private mutating func inlineTable() throws -> [String: TOMLValue] {
        let table = TOMLTable(.header, line: line)
        try expect("{", "a table")
        skipSpace()
        if skip("}") { return [:] }
        while true {
            skipSpace()
            let place = self
            let key = try path()
            try expect("=", "\"=\" behind a key")
            try set(key, to: value(line: place.line), in: table, at: place)
            skipSpace()
            if skip("}") { return table.value.table ?? [:] }
            try expect(",", "\",\" or \"}\"")
        }
    }

    /// A number, a date, true or false.
    private mutating func word() throws -> TOMLValue.Content {
        let start = self
        var word = take(while: \.isOfWord)
        // A date and a time may have a space between them.
        if word.count == 10, word.contains(UInt8(ascii: "-")), peek == 0x20 {
            let end = self
            _ = take(1)
            let time = take(while: \.isOfWord)
            if time.first?.isDigit == true { word = start.upTo(self) } else { self = end }
        }
        guard !word.isEmpty, let content = TOMLValue.Content(word: word) else {
            throw start.fault("a value")
        }
        return content
    }

    private func upTo(_ other: TOMLReader) -> ArraySlice<UInt8> {
        var copy = self
        return copy.take(other.position - position)
    }
}

extension UInt8 {
    fileprivate var isOfWord: Bool { isDigit || isASCIILetter || "+-_.:".utf8.contains(self) }
}
