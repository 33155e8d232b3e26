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
        let upright = min(answer.nameWidth, 8, max(1, area.height / 4))
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

extension ConfusionGrid {
    /// The cells in sight; of a row only those that are not zero are looked at.
    func draw(_ state: State, _ answer: ConfusionMap.Answer, _ standing: ConfusionMap.Standing, on canvas: inout Canvas)
    {
        let map = state.confusionMap
        drawHeads(state, answer, standing, on: &canvas)
        for row in 0..<min(rows, standing.order.count - map.top) {
            let label = standing.order[map.top + row]
            drawName(label, row, state, answer, on: &canvas)
            let inSight = min(columns, standing.order.count - map.left)
            for column in 0..<inSight { put("·", .role(.faint, on: .base), row, column, on: &canvas) }
            for cell in answer.matrix.row(label) {
                let column = standing.places[cell.predicted] - map.left
                guard column >= 0, column < inSight else { continue }
                if label == answer.other, cell.predicted == label {
                    // Right or wrong, among themselves.
                    put(String(cell.images), .role(.quiet, on: .base), row, column, on: &canvas)
                } else {
                    draw(cell, of: answer.matrix.support[label], row, column, state, on: &canvas)
                }
            }
            if let predicted = map.cell?.predicted, map.cell?.label == label {
                let column = standing.places[predicted] - map.left
                guard column >= 0, column < inSight else { continue }
                let images = answer.matrix[label, predicted]
                put(String(images), .role(.strong, on: .cursor), row, column, on: &canvas)
            }
        }
    }

    private func draw(
        _ cell: ConfusionMatrix.Cell, of images: Int, _ row: Int, _ column: Int, _ state: State,
        on canvas: inout Canvas
    ) {
        let isRight = cell.label == cell.predicted
        if isRight, !state.confusionMap.showsDiagonal {
            return put("╲", .role(.faint, on: .base), row, column, on: &canvas)
        }
        if state.scores.isUnfinished {
            return put(String(cell.images), .role(.unfinished, on: .base), row, column, on: &canvas)
        }
        let share = Double(cell.images) / Double(max(1, images))
        put(String(cell.images), .heat(isRight ? .right : .wrong, share: share), row, column, on: &canvas)
    }

    private func drawName(
        _ label: Int, _ row: Int, _ state: State, _ answer: ConfusionMap.Answer, on canvas: inout Canvas
    ) {
        let line = names.row(row)
        let isSelected = state.confusionMap.cell?.label == label
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(line, on: surface)
        canvas.write(
            [
                Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet),
                Span(
                    answer.name(of: label).padded(to: max(0, line.width - 2)),
                    isSelected ? .strong : label == answer.other ? .quiet : .text),
            ], in: line, on: surface)
    }

    private func drawHeads(
        _ state: State, _ answer: ConfusionMap.Answer, _ standing: ConfusionMap.Standing, on canvas: inout Canvas
    ) {
        let map = state.confusionMap
        for column in 0..<min(columns, standing.order.count - map.left) {
            let label = standing.order[map.left + column]
            drawHead(
                answer.name(of: label), of: column, isSelected: map.cell?.predicted == label,
                hasFocus: state.focus == .page, on: &canvas)
        }
    }
}
