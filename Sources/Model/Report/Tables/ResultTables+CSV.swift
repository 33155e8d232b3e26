/// The first table, RFC 4180 with line feeds.
extension ResultTables {
    func forEachLineOfCSV(_ body: (String) throws -> Void) rethrows {
        guard let table = tables.first else { return }
        let csv = CSVText()
        try body(csv.line(table.columns))
        for row in 0..<table.count { try body(csv.line(table[row].map(\.plain))) }
    }
}

extension ResultTable.Cell {
    /// For programs; empty for what has no value.
    fileprivate var plain: String {
        switch self {
        case .text(let text): text
        case .count(let count): "\(count)"
        case .flag(let flag): "\(flag)"
        case .share(let value), .number(let value, _): value.isFinite ? "\(value)" : ""
        case .missing: ""
        }
    }
}
