/// Tables as text, RFC 4180 with line feeds.
package struct CSVText: Sendable {
    /// Puts ' before a cell that a spreadsheet would run as a formula. The cell is then no longer what it was, so that
    /// programs read tables without.
    package var guardsFormulas = false

    package init(guardsFormulas: Bool = false) {
        self.guardsFormulas = guardsFormulas
    }

    package func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\n" }

    func cell(_ text: String) -> String {
        let text = guardsFormulas && Self.isFormula(text) ? "'" + text : text
        guard text.unicodeScalars.contains(where: { [",", "\"", "\n", "\r"].contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// How a cell begins that Excel, LibreOffice or Google Sheets may compute; a tab or a line break before it is skipped.
    private static func isFormula(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        return ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"].contains(first)
    }
}
