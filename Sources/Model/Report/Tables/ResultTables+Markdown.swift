import Foundation

/// For people: a heading a table, shares in per cent.
extension ResultTables {
    func forEachLineOfMarkdown(_ body: (String) throws -> Void) rethrows {
        try body("# \(Self.escaped(page))\n\n")
        for fact in facts {
            try body("- \(Self.heading(fact.key)): \(Self.escaped(fact.text))\n")
        }
        if !facts.isEmpty { try body("\n") }
        for note in notes { try body("\(Self.escaped(note))\n\n") }
        for (number, table) in tables.enumerated() {
            if tables.count > 1 { try body("\(number == 0 ? "" : "\n")## \(Self.escaped(table.title))\n\n") }
            guard table.count > 0 else {
                try body("none\n")
                continue
            }
            try body(Self.line(table.columns.map(Self.heading)))
            try body(Self.line(table[0].map { $0.isText ? "---" : "---:" }))
            for row in 0..<table.count { try body(Self.line(table[row].map(Self.text))) }
        }
    }

    private static func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    /// "label column"
    private static func heading(_ key: String) -> String { key.replacing("_", with: " ") }

    private static func text(_ cell: ResultTable.Cell) -> String {
        switch cell {
        case .text(let text): escaped(text)
        case .count(let count): "\(count)"
        case .flag(let flag): flag ? "yes" : "no"
        case .share(let share): share.isFinite ? String(format: "%.1f%%", 100 * share) : ""
        case .number(let number, let decimals): number.isFinite ? String(format: "%.\(decimals)f", number) : ""
        case .missing: ""
        }
    }

    /// On one line, without what Markdown or a terminal would obey.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.printable {
            if "\\`*_[]<|".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}

extension ResultTable.Cell {
    fileprivate var isText: Bool {
        switch self {
        case .text, .flag: true
        default: false
        }
    }
}
