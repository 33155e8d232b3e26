import Model

/// Which class is taken for which: the matrix as a heat map, and the most confused pairs.
enum ConfusionPage: PageContent {
    static let title = "confusion"
    static let shortTitle = "conf"
    static let help = "Show which classes are taken for which, as a heat map"
    static let context = Context.confusion

    static func height(_ state: State) -> Int { max(1, grid(state)?.rows ?? 1) }

    /// Nil while the matrix of the labels on the screen is on its way.
    static func grid(_ state: State) -> ConfusionGrid? {
        let map = state.confusionMap
        guard map.inquiry.answer?.question.evaluation.request.labelColumn?.name == state.labelColumn?.name else {
            return nil
        }
        return map.grid(in: state.layout.page)
    }

    static func move(by step: Int, _ state: inout State) {
        state.confusionMap.move(down: step, right: 0, in: state.layout.page)
    }

    static func fit(_ state: inout State) { state.confusionMap.fit(in: state.layout.page) }

    static func scroll(by step: Int, _ state: inout State) {
        state.confusionMap.scroll(by: step, in: state.layout.page)
    }

    static func backOut(_ state: inout State) -> Bool { state.confusionMap.showAll() }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard let grid = grid(state), let cell = cell(at: mouse, grid, state) else { return [] }
        state.confusionMap.select(cell, in: state.layout.page)
        if mouse.kind == .doublePress { listImages(&state) }
        return []
    }

    static func movePage(right pages: Int, _ state: inout State) {
        state.confusionMap.move(
            down: 0, right: pages * max(1, grid(state)?.columns ?? 1), in: state.layout.page)
    }

    static func movePair(by step: Int, _ state: inout State) {
        guard !state.confusionMap.movePair(by: step, in: state.layout.page) else { return }
        state.message = State.Message(text: "no class is taken for another", role: .quiet)
    }

    /// Those that the cell under the cursor counts.
    static func listImages(_ state: inout State) {
        guard let cell = state.confusionMap.cell, let answer = state.confusionMap.inquiry.answer else { return }
        let (label, other) = (answer.name(of: cell.label), answer.name(of: cell.predicted))
        let isRight = cell.label == cell.predicted && cell.label != answer.other
        let name = isRight ? "\(label), right" : "\(label) taken for \(other)"
        state.showImages(ChosenImages(name: name, images: answer.images(cell.label, takenFor: cell.predicted)))
    }

    /// The matrix that the evaluation on the screen calls for.
    static func newWork(_ state: inout State) -> [Work] {
        guard let current = state.scores.current, current.metrics != nil,
            current.request.labelColumn?.name == state.labelColumn?.name
        else {
            state.confusionMap.forget()
            return []
        }
        let request = state.confusionMap.ask(
            current, isTyping: state.promptEditor.edit != nil, in: state.layout.page)
        return request.map { [.ask(ConfusionQuestion.self, $0)] } ?? []
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
        if let list = grid(state)?.pairs { matrix.width = list.x - 1 - area.x }
        let title = headings(state).first { $0.width + 4 <= matrix.width } ?? headings(state).last!
        MainScreen.title(title, above: matrix, on: &canvas)
        guard let answer = state.confusionMap.inquiry.answer, let standing = state.confusionMap.standing,
            let grid = grid(state)
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
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        let name = [Span("Confusion", isFocused ? .accent : .strong)]
        guard let answer = state.confusionMap.inquiry.answer, grid(state) != nil else { return [name] }
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
        guard state.labelColumn != nil else { return Span("no labels, so no confusion", .quiet) }
        return state.promptEditor.set.effective.entries.isEmpty
            ? Span("no template is on", .warning) : Span("…", .faint)
    }
}

/// The confusion matrix.
enum ConfusionQuestion: BackgroundQuestion {
    static let name = "confusion"

    static func answer(
        _ question: ConfusionMap.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (ConfusionMap.Answer) -> Void
    ) throws {
        post(ConfusionMap.Answer(question))
    }

    static func receive(_ answer: ConfusionMap.Answer, generation: Int, _ state: inout State) {
        state.confusionMap.receive(
            answer, generation: generation, isTyping: state.promptEditor.edit != nil, in: state.layout.page)
    }
}

/// The pairs of classes that are confused most, beside the matrix.
enum ConfusedPairs {
    static func draw(_ answer: ConfusionMap.Answer, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let x = rect.x - 1
        let lower = canvas[x, rect.maxY].style
        canvas.hang(x: x, from: rect.y - 1, to: rect.maxY)
        canvas.put(canvas[x, rect.maxY].text, x: x, y: rect.maxY, style: lower)
        MainScreen.title(
            [Span("Most confused", .strong), Span(" \(answer.pairs.count)", .quiet)], above: rect, on: &canvas)
        guard !answer.pairs.isEmpty else {
            return canvas.writeCentred([Span("every image is right", .quiet)], in: rect.row(rect.height / 3), on: .base)
        }
        let room = rect.width - 2 - countWidth - shareWidth - 2
        let (name, other) = (room / 2, room - room / 2)
        canvas.write(
            [
                Span("  " + "class".padded(to: name) + " " + "taken for".padded(to: other), .faint),
                Span("images".rightAligned(to: countWidth), .faint), Span("share".rightAligned(to: shareWidth), .faint),
            ], in: rect.row(0), on: .base)
        let selected = state.confusionMap.pair
        for line in 0..<max(0, rect.height - 1) {
            let index = state.confusionMap.pairsTop + line
            guard answer.pairs.indices.contains(index) else { break }
            let (pair, place) = (answer.pairs[index], rect.row(line + 1))
            let isSelected = index == selected
            let surface: Surface = isSelected ? .marked : .base
            canvas.fill(place, on: surface)
            let share = Double(pair.images) / Double(max(1, answer.matrix.support[pair.label]))
            canvas.write(
                [
                    Span(isSelected ? "▸ " : "  ", .accent),
                    Span(answer.name(of: pair.label).padded(to: name), isSelected ? .strong : .text), Span(" "),
                    Span(answer.name(of: pair.predicted).padded(to: other), .quiet),
                    Span(
                        String(pair.images).rightAligned(to: countWidth),
                        state.scores.isUnfinished ? .unfinished : .strong),
                    Span(Numbers.percent(share).rightAligned(to: shareWidth), .quiet),
                ], in: place, on: surface)
        }
    }

    private static let countWidth = 7
    private static let shareWidth = 6
}
