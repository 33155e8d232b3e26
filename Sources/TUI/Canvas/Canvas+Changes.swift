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
