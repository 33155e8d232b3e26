/// One character cell. The right half of a wide character is an empty cell of width 0.
package struct Cell: Hashable, Sendable {
    package var text: String
    package var width: Int
    package var style: Style
}

/// The whole screen as values: what a screen function returns and the terminal draws.
package struct Canvas: Equatable, Sendable {
    package let size: Size
    package private(set) var cells: [Cell]
    /// Where the terminal's cursor waits, for input methods and screen readers.
    package var cursor: (x: Int, y: Int)?
    /// In the order that they were placed in, hidden ones too.
    var pictures: [PlacedPicture] = []

    package init(_ size: Size, on surface: Surface = .base) {
        self.size = size
        cells = [Cell](repeating: Self.blank(surface), count: size.columns * size.rows)
    }

    package static func == (left: Canvas, right: Canvas) -> Bool {
        left.size == right.size && left.cells == right.cells && left.cursor?.x == right.cursor?.x
            && left.cursor?.y == right.cursor?.y
    }

    static func blank(_ surface: Surface) -> Cell {
        Cell(text: " ", width: 1, style: .role(.text, on: surface))
    }

    package subscript(x: Int, y: Int) -> Cell {
        cells[y * size.columns + x]
    }

    package mutating func fill(_ rect: Rect, on surface: Surface) {
        let cell = Self.blank(surface)
        for y in max(0, rect.y)..<max(0, min(rect.maxY, size.rows)) {
            for x in max(0, rect.x)..<max(0, min(rect.maxX, size.columns)) { set(cell, x, y) }
        }
    }

    /// Puts one glyph; outside of the canvas nothing happens.
    package mutating func put(_ text: String, width: Int = 1, x: Int, y: Int, style: Style) {
        guard y >= 0, y < size.rows, x >= 0, x + width <= size.columns else { return }
        set(Cell(text: text, width: width, style: style), x, y)
        if width == 2 { set(Cell(text: "", width: 0, style: style), x + 1, y) }
    }

    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
        let index = y * size.columns + x
        if cells[index].width == 0, cell.width > 0, x > 0, cells[index - 1].width == 2 {
            cells[index - 1].text = " "
            cells[index - 1].width = 1
        }
        if cells[index].width == 2, cell.width < 2, x + 1 < size.columns {
            cells[index + 1] = Cell(text: " ", width: 1, style: cells[index + 1].style)
        }
        cells[index] = cell
    }

    /// The text alone, a line a row, without spaces at the ends.
    package var lines: [String] {
        (0..<size.rows).map { y in
            var line = (0..<size.columns).map { self[$0, y].text }.joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

extension Canvas {
    package struct Placed: Equatable, Sendable {
        package let x: Int
        package let y: Int
        package let cell: Cell
    }

    /// The cells to put so that a terminal that shows `old` shows this; all where there is no old of this size.
    package func changes(from old: Canvas?) -> [Placed] {
        let old = old?.size == size ? old : nil
        var changes: [Placed] = []
        for y in 0..<size.rows {
            for x in 0..<size.columns {
                let cell = self[x, y]
                guard cell.width > 0 else { continue }
                if let old, old[x, y] == cell, cell.width < 2 || old[x + 1, y] == self[x + 1, y] { continue }
                changes.append(Placed(x: x, y: y, cell: cell))
            }
        }
        return changes
    }
}
