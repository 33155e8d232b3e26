import Model

/// Which class is taken for which: the matrix as a heat map, and the most confused pairs.
enum ConfusionPage: PageContent {
    static let title = "confusion"
    static let help = "Show which classes are taken for which, as a heat map"
    static let context = Context.confusion

    static func height(_ state: State) -> Int { max(1, state.confusionGrid?.rows ?? 1) }

    static func move(by step: Int, _ state: inout State) { state.moveCell(down: step, right: 0) }

    static func newWork(_ state: inout State) -> [Work] { state.newConfusions() }

    static func backOut(_ state: inout State) -> Bool {
        guard state.confusionMap.chosen != nil else { return false }
        state.showAllConfusions()
        return true
    }

    static func scroll(by step: Int, _ state: inout State) {
        guard let grid = state.confusionGrid, let standing = state.confusionMap.standing else { return }
        state.confusionMap.top = max(0, min(state.confusionMap.top + step, standing.order.count - grid.rows))
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard let grid = state.confusionGrid, let cell = cell(at: mouse, grid, state) else { return [] }
        state.select(cell)
        if mouse.kind == .doublePress { state.openCell() }
        return []
    }

    private static func cell(at mouse: Mouse, _ grid: ConfusionGrid, _ state: State) -> ConfusionMap.Cell? {
        let map = state.confusionMap
        if let list = grid.pairs, list.contains(x: mouse.x, y: mouse.y) {
            let index = map.pairsTop + mouse.y - list.y - 1
            guard mouse.y > list.y, let pairs = map.inquiry.answer?.pairs, pairs.indices.contains(index) else {
                return nil
            }
            return ConfusionMap.Cell(label: pairs[index].label, predicted: pairs[index].predicted)
        }
        guard grid.cells.contains(x: mouse.x, y: mouse.y), let order = map.standing?.order else { return nil }
        let row = map.top + mouse.y - grid.cells.y
        let column = map.left + (mouse.x - grid.cells.x) / grid.cellWidth
        guard order.indices.contains(row), order.indices.contains(column) else { return nil }
        return ConfusionMap.Cell(label: order[row], predicted: order[column])
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        var matrix = area
        if let list = state.confusionGrid?.pairs { matrix.width = list.x - 1 - area.x }
        let title = headings(state).first { $0.width + 4 <= matrix.width } ?? headings(state).last!
        MainScreen.title(title, above: matrix, on: &canvas)
        guard let answer = state.confusionMap.inquiry.answer, let standing = state.confusionMap.standing,
            let grid = state.confusionGrid
        else { return canvas.writeCentred([missing(state)], in: area.row(area.height / 3), on: .base) }
        if let cell = state.confusionMap.cell {
            let used = canvas.write(words(cell, answer), in: grid.words, on: .base)
            let place = [Span(inSight(grid, state.confusionMap, of: standing.order.count), .faint)]
            if used + 2 + place.width <= grid.words.width { canvas.writeRight(place, in: grid.words, on: .base) }
        }
        grid.draw(state, answer, standing, on: &canvas)
        if let list = grid.pairs { ConfusedPairs.draw(answer, state, in: list, on: &canvas) }
    }

    /// The longest first.
    private static func headings(_ state: State) -> [[Span]] {
        let isFocused = state.focus == .page && state.prompting.edit == nil
        let name = [Span("Confusion", isFocused ? .accent : .strong)]
        guard let answer = state.confusionMap.inquiry.answer, state.confusionGrid != nil else { return [name] }
        var counts = [Span(" \(Numbers.counted(answer.offered, "class", "classes"))", .quiet)]
        if answer.other != nil {
            counts = [
                Span(" \(answer.order.count - 1) of \(answer.offered) classes", .accent),
                Span(", all others as one", .quiet),
            ]
        }
        let isOrdered = answer.question.order == state.confusionMap.order
        let order = [Span(" · ", .faint), Span(state.confusionMap.order.rawValue, isOrdered ? .quiet : .unfinished)]
        let sides = [Span(" · ", .faint), Span("rows true, columns predicted", .quiet)]
        return [name + counts + order + sides, name + counts + order, name + counts, name + counts.prefix(1), name]
    }

    /// "mouse taken for computer mouse: 5 of 12 images, 41.7%"
    private static func words(_ cell: ConfusionMap.Cell, _ answer: ConfusionMap.Answer) -> [Span] {
        guard answer.shows(cell.label), answer.shows(cell.predicted) else { return [] }
        let (images, all) = (answer.matrix[cell.label, cell.predicted], answer.matrix.support[cell.label])
        let isRight = cell.label == cell.predicted && cell.label != answer.other
        let label = Span(answer.name(of: cell.label), .truth)
        let other = Span(answer.name(of: cell.predicted), .strong)
        let verb = isRight ? [Span(" classified right", .right)] : [Span(" taken for ", .quiet), other]
        let count = Span(": \(images) of \(Numbers.counted(all, "image"))", .text)
        guard all > 0 else { return [label] + verb + [count] }
        let share = Numbers.percent(Double(images) / Double(all)).filter { $0 != " " }
        return [label] + verb + [count, Span(", \(share)%", .strong)]
    }

    /// Empty where all classes are.
    private static func inSight(_ grid: ConfusionGrid, _ map: ConfusionMap, of count: Int) -> String {
        guard grid.rows < count || grid.columns < count else { return "" }
        func range(_ start: Int, _ room: Int) -> String { "\(start + 1)–\(min(start + room, count))" }
        return "rows \(range(map.top, grid.rows)), columns \(range(map.left, grid.columns)) of \(count)"
    }

    private static func missing(_ state: State) -> Span {
        guard state.dataset != nil else { return Span("") }
        guard state.labelling != nil else { return Span("no labels, so no confusion", .quiet) }
        return state.prompting.set.effective.entries.isEmpty ? Span("no template is on", .warning) : Span("…", .faint)
    }
}
