/// An object with a list for each table, a row a line; what has no value is left out.
extension ResultTables {
    func forEachPieceOfJSON(_ body: (String) throws -> Void) rethrows {
        var head = "{\n  \"page\": \(JSONText.quoted(page))"
        for fact in facts { head += ",\n  \(JSONText.quoted(fact.key)): \(JSONText.quoted(fact.text))" }
        if !notes.isEmpty { head += ",\n  \"notes\": [\(notes.map(JSONText.quoted).joined(separator: ", "))]" }
        try body(head)
        for table in tables {
            try body(",\n  \(JSONText.quoted(table.key)): [")
            let keys = table.columns.map { JSONText.quoted($0) + ": " }
            for row in 0..<table.count {
                let members = zip(keys, table[row]).compactMap { key, cell in cell.json.map { key + $0 } }
                try body((row == 0 ? "\n" : ",\n") + "    {" + members.joined(separator: ", ") + "}")
            }
            try body(table.count == 0 ? "]" : "\n  ]")
        }
        try body("\n}\n")
    }
}

extension ResultTable.Cell {
    /// Nil for what has no value.
    fileprivate var json: String? {
        switch self {
        case .text(let text): JSONText.quoted(text)
        case .count(let count): "\(count)"
        case .flag(let flag): "\(flag)"
        case .share(let value), .number(let value, _): value.isFinite ? "\(value)" : nil
        case .missing: nil
        }
    }
}

extension JSONText {
    /// A string between quotes, made printable.
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return printable(result + "\"")
    }
}
