import Model

/// The difference of the two confusion matrices: a cell for each pair of classes that changed, B's images less A's.
struct ChangeGrid: MatrixTable {
    /// The cell under the cursor, in words.
    let words: Rect
    let heads: Rect
    let names: Rect
    let cells: Rect
    let cellWidth: Int
    private let answer: SetComparison.Answer

    init(_ state: State, _ answer: SetComparison.Answer) {
        self.answer = answer
        let change = answer.change
        let area = ComparisonLayout(state).matrix
        let widest = change.rows.map { DisplayWidth.of(answer.name(of: $0)) }.max() ?? 0
        let nameWidth = min(widest, max(8, min(26, area.width / 4))) + 3
        let room = max(1, area.width - nameWidth)
        cellWidth = max(String(change.largest).count + 2, 4, min(12, room / max(1, change.columns.count)))
        words = area.row(0).inset(x: 1)
        let top = area.y + (area.height >= 14 ? 2 : 1)
        let tallest = change.columns.map { DisplayWidth.of(answer.name(of: $0)) }.max() ?? 1
        let isLying = Self.hasLyingNames(cellWidth)
        let height = isLying ? 1 : max(1, min(tallest, 8, area.height / 3))
        heads = Rect(x: area.x + nameWidth, y: top, width: room, height: height)
        names = Rect(x: area.x, y: heads.maxY, width: nameWidth, height: max(0, area.maxY - heads.maxY))
        cells = Rect(x: heads.x, y: names.y, width: room, height: names.height)
    }

    /// Classes that there is room for.
    var rows: Int { max(1, cells.height) }

    /// The row and the column there; nil beside the table.
    func cell(at mouse: Mouse, _ state: State) -> (row: Int, column: Int)? {
        let change = answer.change
        guard cells.contains(x: mouse.x, y: mouse.y) else { return nil }
        let row = state.comparison.rows.top + mouse.y - cells.y
        let column = state.comparison.columns.top + (mouse.x - cells.x) / cellWidth
        guard change.rows.indices.contains(row), change.columns.indices.contains(column) else { return nil }
        return (row, column)
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let change = answer.change
        let comparison = state.comparison
        guard !change.rows.isEmpty else {
            let none = [Span("no class is taken for another more or less often", .quiet)]
            return canvas.writeCentred(none, in: words, on: .base)
        }
        canvas.write(inWords(change, state), in: words, on: .base)
        drawHeads(change, state, on: &canvas)
        for line in 0..<min(rows, change.rows.count - comparison.rows.top) {
            let row = comparison.rows.top + line
            drawName(of: row, change, state, in: names.row(line), on: &canvas)
            for place in 0..<min(columns, change.columns.count - comparison.columns.top) {
                let column = comparison.columns.top + place
                let isSelected = row == comparison.rows.cursor && column == comparison.columns.cursor
                let cell = change[row, column]
                var style: Style = .role(.faint, on: .base)
                if let cell { style = heat(of: cell, change) }
                if isSelected { style = .role(.strong, on: .cursor) }
                put(cell.map(Self.text) ?? "·", style, line, place, on: &canvas)
            }
        }
    }

    /// "+3", "−2"
    private static func text(_ cell: ConfusionChange.Cell) -> String {
        cell.difference > 0 ? "+\(cell.difference)" : "−\(-cell.difference)"
    }

    /// More right ones are better, more mistakes worse.
    private func heat(of cell: ConfusionChange.Cell, _ change: ChangeMatrix) -> Style {
        let isBetter = (cell.difference > 0) == (cell.label == cell.predicted)
        return .heat(isBetter ? .up : .down, share: Double(abs(cell.difference)) / Double(change.largest))
    }

    private func inWords(_ change: ChangeMatrix, _ state: State) -> [Span] {
        let (row, column) = (state.comparison.rows.cursor, state.comparison.columns.cursor)
        guard change.rows.indices.contains(row), change.columns.indices.contains(column) else { return [] }
        let (label, predicted) = (change.rows[row], change.columns[column])
        let name = Span(answer.name(of: label), .truth)
        let verb =
            label == predicted
            ? [Span(" classified right", .right)]
            : [Span(" taken for ", .quiet), Span(answer.name(of: predicted), .strong)]
        guard let cell = change[row, column] else { return [name] + verb + [Span(": as often", .quiet)] }
        return [name] + verb + [Span(": A \(cell.a), B \(cell.b), ", .text), Span(Self.text(cell), .strong)]
    }

    private func drawName(
        of row: Int, _ change: ChangeMatrix, _ state: State, in line: Rect, on canvas: inout Canvas
    ) {
        let isSelected = state.comparison.rows.cursor == row
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(line, on: surface)
        let name = answer.name(of: change.rows[row]).padded(to: max(0, line.width - 3))
        canvas.write(
            [Span(isSelected ? "▸ " : "  ", hasFocus ? .accent : .quiet), Span(name, isSelected ? .strong : .text)],
            in: line, on: surface)
    }

    private func drawHeads(_ change: ChangeMatrix, _ state: State, on canvas: inout Canvas) {
        let comparison = state.comparison
        let inSight = 0..<min(columns, change.columns.count - comparison.columns.top)
        let names = cutHeads(inSight.map { answer.name(of: change.columns[comparison.columns.top + $0]) })
        for place in inSight {
            let column = comparison.columns.top + place
            drawHead(
                names[place], of: place, isSelected: comparison.columns.cursor == column,
                hasFocus: state.focus == .page, on: &canvas)
        }
    }
}
