/// A terminal's size, or a part's, in character cells.
package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// A part of a screen in pixels.
package struct PixelSize: Hashable, Sendable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Of a character cell.
    /// - Returns: nil for what no cell measures.
    package init?(cell width: Int, _ height: Int) {
        guard (2...200).contains(width), (4...400).contains(height) else { return nil }
        self.init(width: width, height: height)
    }
}

/// A rectangle of cells; `x` and `y` count from the top left.
package struct Rect: Hashable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    package init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.columns, height: size.rows)
    }

    package var size: Size { Size(columns: width, rows: height) }
    package var maxX: Int { x + width }
    package var maxY: Int { y + height }

    package func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < maxX && y >= self.y && y < maxY
    }

    package func inset(x horizontal: Int, y vertical: Int = 0) -> Rect {
        Rect(x: x + horizontal, y: y + vertical, width: width - 2 * horizontal, height: height - 2 * vertical)
    }

    /// One line of it, counted from its top.
    package func row(_ index: Int) -> Rect {
        Rect(x: x, y: y + index, width: width, height: 1)
    }

    /// A rectangle of `size` in its middle, no larger than it.
    package func centred(_ size: Size) -> Rect {
        let columns = min(size.columns, width)
        let rows = min(size.rows, height)
        return Rect(x: x + (width - columns) / 2, y: y + (height - rows) / 2, width: columns, height: rows)
    }
}
