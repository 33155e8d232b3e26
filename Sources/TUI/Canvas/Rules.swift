/// Rules between panes. Where rules meet, the right junction appears by itself.
extension Canvas {
    private struct Arms: OptionSet {
        let rawValue: Int
        static let up = Arms(rawValue: 1)
        static let down = Arms(rawValue: 2)
        static let left = Arms(rawValue: 4)
        static let right = Arms(rawValue: 8)
    }

    /// Indexed by the arms' raw value.
    private static let glyphs: [String] = [
        " ", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼",
    ]

    package mutating func horizontalRule(y: Int, x: Range<Int>, _ role: Role = .line, on surface: Surface = .base) {
        for column in x {
            join(column, y, column == x.lowerBound && x.lowerBound > 0 ? [.right] : [.left, .right], role, surface)
        }
    }

    package mutating func verticalRule(x: Int, y: Range<Int>, _ role: Role = .line, on surface: Surface = .base) {
        for row in y { join(x, row, [.up, .down], role, surface) }
    }

    /// A rule from the row above `y` downwards, joined to what is there.
    package mutating func hang(x: Int, from top: Int, to bottom: Int, _ role: Role = .line, on surface: Surface = .base)
    {
        join(x, top, [.down], role, surface)
        verticalRule(x: x, y: top + 1..<bottom, role, on: surface)
        join(x, bottom, [.up], role, surface)
    }

    /// A box around `rect`, drawn on its outermost cells, rounded.
    package mutating func box(_ rect: Rect, _ role: Role = .line, on surface: Surface) {
        guard rect.width > 1, rect.height > 1 else { return }
        for x in rect.x + 1..<rect.maxX - 1 {
            join(x, rect.y, [.left, .right], role, surface)
            join(x, rect.maxY - 1, [.left, .right], role, surface)
        }
        for y in rect.y + 1..<rect.maxY - 1 {
            join(rect.x, y, [.up, .down], role, surface)
            join(rect.maxX - 1, y, [.up, .down], role, surface)
        }
        join(rect.x, rect.y, [.down, .right], role, surface)
        join(rect.maxX - 1, rect.y, [.down, .left], role, surface)
        join(rect.x, rect.maxY - 1, [.up, .right], role, surface)
        join(rect.maxX - 1, rect.maxY - 1, [.up, .left], role, surface)
    }

    private mutating func join(_ x: Int, _ y: Int, _ arms: Arms, _ role: Role, _ surface: Surface) {
        guard x >= 0, y >= 0, x < size.columns, y < size.rows else { return }
        let there = Arms(rawValue: Self.glyphs.lastIndex(of: self[x, y].text) ?? 0)
        put(Self.glyphs[there.union(arms).rawValue], x: x, y: y, style: .role(role, on: surface))
    }
}
