import Model

/// How well each class is recognised: a table, sortable by each column, with the means below it.
enum ClassesPage: PageContent {
    static let title = "classes"
    static let shortTitle = "cls"
    static let help = "Show how well each class is recognised, and what it is confused with"
    static let context = Context.classTable

    /// Without the headings and the means.
    static func height(_ state: State) -> Int { max(1, state.layout.page.height - 2) }

    static func move(by step: Int, _ state: inout State) {
        state.classTable.move(by: step, height: height(state))
    }

    static func scroll(by step: Int, _ state: inout State) {
        state.classTable.scroll(by: step, height: height(state))
    }

    static func backOut(_ state: inout State) -> Bool { state.classTable.unmarkAll() }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        let area = state.layout.page
        state.focus = .page
        if mouse.y == area.y,
            let column = Columns(width: area.width, hasChange: state.scores.change != nil).column(at: mouse.x - area.x)
        {
            state.classTable.sort(by: column, height: height(state))
        }
        let row = state.classTable.position.top + mouse.y - area.y - 1
        guard mouse.y > area.y, mouse.y <= area.y + height(state), state.classTable.order.indices.contains(row) else {
            return []
        }
        move(by: row - state.classTable.position.cursor, &state)
        if mouse.kind == .doublePress { listImages(.truth, nil, &state) }
        return []
    }

    /// Those of the class under the cursor.
    static func listImages(_ role: Browse.ClassRole, _ verdict: Browse.Verdict?, _ state: inout State) {
        var filter = Browse.Filter()
        (filter[role], filter.verdict) = (state.classTable.selected, verdict)
        state.showImages(filter)
    }

    /// The figures that the evaluation on the screen calls for.
    static func newWork(_ state: inout State) -> [Work] {
        guard let current = state.scores.current, current.request.labelColumn?.name == state.labelColumn?.name else {
            state.classTable.forget()
            return []
        }
        let baseline = state.scores.baseline.flatMap {
            $0.request.labelColumn?.name == state.labelColumn?.name ? $0 : nil
        }
        let request = state.classTable.ask(
            ClassTable.Question(current: current, baseline: baseline), isTyping: state.promptEditor.edit != nil,
            height: height(state))
        return request.map { [.ask(ClassFiguresQuestion.self, $0)] } ?? []
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(heading(state), above: area, on: &canvas)
        guard let answer = state.classTable.inquiry.answer, let figures = answer.figures else {
            return canvas.writeCentred([missing(state)], in: area.row(area.height / 3), on: .base)
        }
        let columns = Columns(width: area.width, hasChange: state.scores.change != nil)
        drawHeadings(state.classTable, columns, in: area.row(0), on: &canvas)
        for line in 0..<height(state) {
            let row = state.classTable.position.top + line
            guard state.classTable.order.indices.contains(row) else { break }
            draw(state.classTable.order[row], answer, state, columns, in: area.row(line + 1), on: &canvas)
        }
        guard area.height > 3 else { return }
        drawMeans(answer, figures, state, columns, in: area.row(area.height - 1), on: &canvas)
    }

    private static func heading(_ state: State) -> [Span] {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        var spans = [Span("Classes", isFocused ? .accent : .strong)]
        guard state.labelColumn != nil else { return spans }
        spans.append(Span(" \(state.classCounts)", .quiet))
        if !state.classTable.marked.isEmpty {
            spans += [Span(" · ", .faint), Span("\(state.classTable.marked.count) marked", .accent)]
        }
        let order = state.classTable.isDescending ? "highest first" : "lowest first"
        spans += [Span(" · ", .faint), Span("\(state.classTable.column.rawValue), \(order)", .quiet)]
        if state.scores.change != nil {
            spans += [Span(" · ", .faint), Span("change since the last edit", .quiet)]
        }
        return spans
    }

    private static func missing(_ state: State) -> Span {
        guard state.dataset != nil else { return Span("") }
        guard state.labelColumn != nil else { return Span("no labels, so no figures by class", .quiet) }
        return state.promptEditor.set.effective.entries.isEmpty
            ? Span("no template is on", .warning) : Span("…", .faint)
    }
}

// MARK: - Lines

extension ClassesPage {
    /// Where the columns begin and how wide they are.
    private struct Columns {
        let places: [(column: ClassTable.Column, x: Int, width: Int)]
        let bar: Int

        /// Names come before bars, and there is a change where there was an edit.
        init(width: Int, hasChange: Bool) {
            let fixed: [ClassTable.Column: Int] = [
                .images: 8, .recall: 8, .change: hasChange ? 9 : 0, .precision: 12, .f1: 8,
            ]
            let room = width - 2 - fixed.values.reduce(0, +) - 3
            bar = room < 56 ? 0 : min(40, room * 3 / 10)
            let name = min(36, (room - bar) * 55 / 100)
            let other = min(40, room - bar - name)
            var x = 2
            var places: [(ClassTable.Column, Int, Int)] = []
            for column in ClassTable.Column.allCases where hasChange || column != .change {
                if column == .confusedWith { x += 3 }
                let width = column == .label ? name : column == .confusedWith ? other : fixed[column]!
                places.append((column, x, width + (column == .recall ? bar : 0)))
                x += places.last!.2
            }
            self.places = places
        }

        func column(at x: Int) -> ClassTable.Column? {
            places.first { $0.x..<$0.x + $0.width ~= x }?.column
        }
    }

    private static func isLeftAligned(_ column: ClassTable.Column) -> Bool {
        column == .label || column == .confusedWith
    }

    private static func drawHeadings(
        _ table: ClassTable, _ columns: Columns, in line: Rect, on canvas: inout Canvas
    ) {
        for (column, x, width) in columns.places {
            let isSorted = column == table.column
            let name = column == .confusedWith && width < 20 ? "taken for" : column.rawValue
            let spans = [
                Span(name, isSorted ? .strong : .faint),
                Span(isSorted ? table.isDescending ? "↓" : "↑" : "", .accent),
            ]
            let place = Rect(x: line.x + x, y: line.y, width: width, height: 1)
            if isLeftAligned(column) {
                canvas.write(spans, in: place, on: .base)
            } else {
                canvas.writeRight(spans, in: place, on: .base)
            }
        }
    }

    private static func draw(
        _ label: Int, _ answer: ClassTable.Answer, _ state: State, _ columns: Columns, in line: Rect,
        on canvas: inout Canvas
    ) {
        guard let all = answer.figures else { return }
        let figures = all.rows[label]
        let isSelected = label == state.classTable.selected
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(line, on: surface)
        let mark = Span(state.classTable.marked.contains(label) ? "│" : " ", .accent)
        canvas.write([Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet), mark], in: line, on: surface)
        let isAdded = label >= answer.choice?.ownCount ?? 0
        let name = Span(answer.choice?.classes[label] ?? "", isSelected ? .strong : .text)
        let confused = figures.mostConfusedWith.map { other in
            [
                Span(String(all.matrix[label, other]).rightAligned(to: 2) + "× ", .faint),
                Span(answer.choice?.classes[other] ?? "", .quiet),
            ]
        }
        let count = Span(isAdded ? "added" : String(figures.images), isAdded ? .faint : .quiet)
        drawCells(
            [.label: [name], .images: [count], .confusedWith: confused ?? []], columns, in: line, surface, on: &canvas)
        drawShares(
            recall: figures.recall, change: answer.change(of: label), precision: figures.precision, f1: figures.f1,
            state, columns, in: line, surface, on: &canvas)
    }

    private static func drawMeans(
        _ answer: ClassTable.Answer, _ figures: ClassFigures, _ state: State, _ columns: Columns, in line: Rect,
        on canvas: inout Canvas
    ) {
        canvas.fill(line, on: .edge)
        let count = figures.rows.reduce(0) { $0 + $1.images }
        drawCells(
            [.label: [Span("mean of the classes", .quiet)], .images: [Span(String(count), .quiet)]], columns, in: line,
            .edge, on: &canvas)
        let recall = figures.mean(\.recall)
        let before = answer.before?.mean(\.recall)
        let change = recall.flatMap { now in before.map { 100 * (now - $0) } }
        drawShares(
            recall: recall, change: change, precision: figures.mean(\.precision), f1: figures.mean(\.f1), state,
            columns, in: line, .edge, on: &canvas)
    }

    private static func drawShares(
        recall: Double?, change: Double?, precision: Double?, f1: Double?, _ state: State, _ columns: Columns,
        in line: Rect, _ surface: Surface, on canvas: inout Canvas
    ) {
        let isDim = state.scores.isUnfinished
        func share(_ value: Double?, _ role: Role) -> Span {
            Span(value.map { Numbers.percent($0) } ?? "–", isDim ? .unfinished : value == nil ? .faint : role)
        }
        let delta = change.map { Numbers.delta($0) } ?? Span("")
        let bar = Span(recall.map { Bar.text($0, width: columns.bar) } ?? "", isDim ? .unfinished : .bar)
        drawCells(
            [
                .recall: [bar, Span("  "), share(recall, .strong)],
                .change: [isDim ? Span(delta.text, .unfinished) : delta],
                .precision: [share(precision, .text)], .f1: [share(f1, .text)],
            ], columns, in: line, surface, on: &canvas)
    }

    private static func drawCells(
        _ cells: [ClassTable.Column: [Span]], _ columns: Columns, in line: Rect, _ surface: Surface,
        on canvas: inout Canvas
    ) {
        for (column, x, width) in columns.places {
            guard let spans = cells[column] else { continue }
            let place = Rect(x: line.x + x, y: line.y, width: width, height: 1)
            if isLeftAligned(column) {
                canvas.write(spans, in: place, on: surface)
            } else {
                canvas.writeRight(spans, in: place, on: surface)
            }
        }
    }
}

/// The figures of every class.
enum ClassFiguresQuestion: BackgroundQuestion {
    static let name = "classes"

    static func answer(
        _ question: ClassTable.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (ClassTable.Answer) -> Void
    ) throws {
        post(ClassTable.Answer(question))
    }

    static func receive(_ answer: ClassTable.Answer, generation: Int, _ state: inout State) {
        state.classTable.receive(
            answer, generation: generation, isTyping: state.promptEditor.edit != nil, height: ClassesPage.height(state))
    }
}
