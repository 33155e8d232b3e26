/// Rows of results under columns, made row by row, so that a list of a million images takes no memory.
package struct ResultTable: Sendable {
    package enum Cell: Sendable, Equatable {
        case text(String)
        case count(Int)
        case flag(Bool)
        /// Of 1; per cent for people.
        case share(Double)
        /// With so many decimals for people.
        case number(Double, decimals: Int)
        /// What has no value.
        case missing
    }

    /// As JSON calls it: "per_class".
    package let key: String
    /// For people: "classes that moved".
    package let title: String
    /// As JSON and CSV call them.
    package let columns: [String]
    package let count: Int
    private let cells: @Sendable (Int) -> [Cell]

    /// - Parameter cells: of a row, one a column.
    package init(
        _ key: String, title: String, columns: [String], count: Int, cells: @escaping @Sendable (Int) -> [Cell]
    ) {
        (self.key, self.title, self.columns, self.count, self.cells) = (key, title, columns, count, cells)
    }

    package subscript(row: Int) -> [Cell] {
        let cells = cells(row)
        precondition(cells.count == columns.count, "\(cells.count) cells for \(columns.count) columns")
        return cells
    }
}

extension ResultTable: Equatable {
    package static func == (a: ResultTable, b: ResultTable) -> Bool {
        a.key == b.key && a.columns == b.columns && a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
    }
}

extension ResultTable.Cell {
    /// As short as a Float is written.
    package static func share(_ share: Float?) -> Self { share.flatMap { Double("\($0)") }.map(Self.share) ?? .missing }

    package static func share(_ share: Double?) -> Self { share.map(Self.share) ?? .missing }

    package static func number(_ number: Float?, decimals: Int) -> Self {
        .number(number.flatMap { Double("\($0)") }, decimals: decimals)
    }

    package static func number(_ number: Double?, decimals: Int) -> Self {
        number.map { .number($0, decimals: decimals) } ?? .missing
    }

    package static func text(_ text: String?) -> Self { text.map(Self.text) ?? .missing }

    package static func count(_ count: Int?) -> Self { count.map(Self.count) ?? .missing }
}
