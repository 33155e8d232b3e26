import Model

/// Where the parts of the confusion page are, and how many classes are in sight.
struct ConfusionGrid: MatrixTable {
    /// The cell under the cursor, in words.
    let words: Rect
    /// Names of the predicted classes.
    let heads: Rect
    let names: Rect
    let cells: Rect
    /// The most confused pairs; nil where there is no room.
    let pairs: Rect?
    let cellWidth: Int

    private static let roomForPairs = 100

    init(_ area: Rect, _ answer: ConfusionMap.Answer) {
        let count = answer.order.count
        let right = area.width < Self.roomForPairs ? 0 : min(54, area.width * 36 / 100)
        pairs =
            right == 0 ? nil : Rect(x: area.maxX - right, y: area.y, width: right, height: area.height)
        let width = area.width - (right == 0 ? 0 : right + 1)
        words = Rect(x: area.x, y: area.y, width: width, height: 1).inset(x: 1)
        let nameWidth = min(answer.nameWidth, max(8, min(24, width / 4))) + 2
        let digits = String(answer.matrix.support.max() ?? 0).count
        let room = width - nameWidth - 1
        cellWidth = max(digits + 1, 3, min(10, room / max(1, count)))
        let isLying = Self.hasLyingNames(cellWidth)
        let isAiry = area.height >= 18
        let upright = min(answer.nameWidth, 12, max(1, area.height / 4))
        heads = Rect(
            x: area.x + nameWidth, y: words.maxY + (isAiry ? 1 : 0), width: room, height: isLying ? 1 : upright)
        let top = heads.maxY
        let rows = max(0, area.maxY - top)
        names = Rect(x: area.x, y: top, width: nameWidth, height: rows)
        cells = Rect(x: heads.x, y: top, width: room, height: rows)
    }

    /// Classes that there is room for.
    var rows: Int { cells.height }

    func cell(row: Int, column: Int) -> Rect {
        Rect(x: cells.x + column * cellWidth, y: cells.y + row, width: cellWidth, height: 1)
    }
}
