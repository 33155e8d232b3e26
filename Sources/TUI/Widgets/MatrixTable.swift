/// A table of classes by classes: cells of one width, and above them the names of the columns, lying or upright.
protocol MatrixTable {
    /// One line, or more where the names stand upright.
    var heads: Rect { get }
    var cells: Rect { get }
    var cellWidth: Int { get }
}

extension MatrixTable {
    /// Names lie, cut, above cells of some width.
    static func hasLyingNames(_ cellWidth: Int) -> Bool { cellWidth >= 7 }

    /// Names of the columns in sight as there is room for them, each told from the others.
    func cutHeads(_ names: [String]) -> [String] {
        DistinctNames.cut(names, to: Self.hasLyingNames(cellWidth) ? cellWidth - 2 : heads.height)
    }

    /// Columns that there is room for.
    var columns: Int { max(1, cells.width / cellWidth) }

    /// Against the right edge of the cell, but for one column; the whole cell has the style.
    func put(_ text: String, _ style: Style, _ row: Int, _ column: Int, on canvas: inout Canvas) {
        let padded = text.rightAligned(to: cellWidth - 1) + " "
        for (offset, glyph) in SafeText.glyphs(of: padded).prefix(cellWidth).enumerated() {
            // The column between two cells has no colour, so that figures of neighbours stay apart.
            let isBetween = offset == cellWidth - 1
            canvas.put(
                glyph.text, x: cells.x + column * cellWidth + offset, y: cells.y + row,
                style: isBetween ? .role(.text, on: .base) : style)
        }
    }

    func drawHead(_ name: String, of column: Int, isSelected: Bool, hasFocus: Bool, on canvas: inout Canvas) {
        let role: Role = isSelected ? .strong : .quiet
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        let head = Rect(x: cells.x + column * cellWidth, y: heads.y, width: cellWidth, height: heads.height)
        if isSelected { canvas.fill(head, on: surface) }
        guard !Self.hasLyingNames(cellWidth) else {
            let room = Rect(x: head.x + 1, y: head.y, width: cellWidth - 2, height: 1)
            return canvas.writeRight([Span(name, role)], in: room, on: surface)
        }
        // Upright, ending at the table.
        let glyphs = SafeText.glyphs(of: name).prefix(head.height)
        for (line, glyph) in glyphs.enumerated() where glyph.width <= cellWidth {
            canvas.put(
                glyph.text, width: glyph.width, x: head.maxX - 1 - glyph.width, y: head.maxY - glyphs.count + line,
                style: .role(role, on: surface))
        }
    }
}
