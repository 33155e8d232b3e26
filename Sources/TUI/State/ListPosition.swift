/// The cursor of a list, and the first line in sight.
package struct ListPosition: Equatable, Sendable {
    package var cursor = 0
    package var top = 0

    package init(cursor: Int = 0) {
        self.cursor = cursor
    }

    /// Moves the cursor and keeps it in sight.
    package mutating func move(to row: Int, count: Int, height: Int) {
        cursor = max(0, min(row, count - 1))
        top = min(max(top, cursor - max(1, height) + 1), cursor)
        clamp(count: count, height: height)
    }

    /// Moves the view and leaves the cursor.
    package mutating func scroll(by step: Int, count: Int, height: Int) {
        top += step
        clamp(count: count, height: height)
    }

    private mutating func clamp(count: Int, height: Int) {
        top = max(0, min(top, count - height))
    }
}
