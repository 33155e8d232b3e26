import Model

extension ConfusionGrid {
    /// The cells in sight; of a row only those that are not zero are looked at.
    func draw(_ state: State, _ answer: ConfusionMap.Answer, _ standing: ConfusionMap.Standing, on canvas: inout Canvas)
    {
        let map = state.confusionMap
        drawHeads(state, answer, standing, on: &canvas)
        if heads.y > words.maxY { HeatLegend.draw(in: words.row(1), on: &canvas) }
        let inSight = (0..<min(rows, standing.order.count - map.top)).map {
            answer.name(of: standing.order[map.top + $0])
        }
        let rowNames = DistinctNames.padded(inSight, to: max(0, names.width - 2))
        for row in 0..<min(rows, standing.order.count - map.top) {
            let label = standing.order[map.top + row]
            drawName(label, rowNames[row], row, state, answer, on: &canvas)
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
        _ label: Int, _ name: String, _ row: Int, _ state: State, _ answer: ConfusionMap.Answer, on canvas: inout Canvas
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
                    name,
                    isSelected ? .strong : label == answer.other ? .quiet : .text),
            ], in: line, on: surface)
    }

    private func drawHeads(
        _ state: State, _ answer: ConfusionMap.Answer, _ standing: ConfusionMap.Standing, on canvas: inout Canvas
    ) {
        let map = state.confusionMap
        let inSight = (0..<min(columns, standing.order.count - map.left)).map { standing.order[map.left + $0] }
        let names = cutHeads(inSight.map(answer.name))
        for (column, label) in inSight.enumerated() {
            drawHead(
                names[column], of: column, isSelected: map.cell?.predicted == label,
                hasFocus: state.focus == .page, on: &canvas)
        }
    }
}
