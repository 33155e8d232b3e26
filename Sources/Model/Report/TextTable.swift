/// How text is laid out for where it goes.
package struct TextStyle: Sendable {
    /// Columns that a line may take.
    package let columns: Int
    /// False where the locale is not UTF-8: bars and marks are then ASCII.
    package let isUnicode: Bool
    /// Columns that a text takes.
    package let width: @Sendable (String) -> Int

    package init(columns: Int, isUnicode: Bool, width: @escaping @Sendable (String) -> Int = { $0.count }) {
        self.columns = columns
        self.isUnicode = isUnicode
        self.width = width
    }

    /// At most `columns` wide; an ellipsis shows that something is missing.
    package func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        let mark = isUnicode ? "…" : "..."
        var kept = ""
        for character in text {
            guard width(kept + String(character)) + mark.count <= columns else { break }
            kept.append(character)
        }
        return kept + mark
    }

    /// A share of 1 as a bar, in eighths of a column, or in # where the locale is not UTF-8.
    /// Anything above nothing shows.
    package func bar(_ share: Double, width: Int) -> String {
        let share = max(0, min(1, share))
        guard isUnicode else {
            let filled = max(share > 0 ? 1 : 0, Int((share * Double(width)).rounded()))
            return String(repeating: "#", count: filled)
        }
        let eighths = max(share > 0 ? 1 : 0, Int((share * Double(8 * width)).rounded()))
        let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
        return String(repeating: "█", count: eighths / 8) + part
    }
}

/// Rows under headings, in aligned columns, the first and the last of which shrink where the lines are too long.
/// Cells are made printable.
package struct TextTable: Sendable {
    package enum Alignment: Sendable { case left, right }

    private var rows: [[String]]
    private let alignments: [Alignment]
    private static let gap = 2
    /// A column does not shrink below this.
    private static let narrowest = 10

    /// - Parameter headings: an empty list for a table without.
    package init(_ headings: [String], _ alignments: [Alignment]) {
        precondition(headings.isEmpty || headings.count == alignments.count, "one alignment a column")
        self.alignments = alignments
        rows = headings.isEmpty ? [] : [headings]
    }

    package mutating func add(_ row: [String]) {
        precondition(row.count == alignments.count, "\(row.count) cells for \(alignments.count) columns")
        rows.append(row.map(\.printable))
    }

    package func text(_ style: TextStyle) -> String {
        let widths = widths(style)
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let cell = style.cut(cell, to: widths[column])
                let fill = String(repeating: " ", count: max(0, widths[column] - style.width(cell)))
                line += (column == 0 ? "" : String(repeating: " ", count: Self.gap))
                line += alignments[column] == .left ? cell + fill : fill + cell
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private func widths(_ style: TextStyle) -> [Int] {
        var widths = alignments.indices.map { column in rows.map { style.width($0[column]) }.max() ?? 0 }
        var excess = widths.reduce(0, +) + Self.gap * (widths.count - 1) - style.columns
        while excess > 0 {
            let column = widths[0] >= widths[widths.count - 1] ? 0 : widths.count - 1
            guard widths[column] > Self.narrowest else { break }
            widths[column] -= 1
            excess -= 1
        }
        return widths
    }
}
