import Model

/// Two prompt sets on the same images: whether they differ and how surely, then where.
enum ComparePage: PageContent {
    static let title = "compare"
    static let help = "Compare the prompts with a set, a model or a run that stays as it is, and see where they differ"
    static let context = Context.comparison

    /// Lines of a list.
    static func height(_ state: State) -> Int {
        max(1, ComparisonLayout(state).lists.height - 1)
    }

    static func move(by step: Int, _ state: inout State) { state.moveComparison(by: step) }

    static func newWork(_ state: inout State) -> [Work] { state.newComparison() }

    static func scroll(by step: Int, _ state: inout State) {
        guard let answer = state.comparison.inquiry.answer else { return }
        if state.comparison.view == .matrix {
            let height = ChangeGrid(state, answer).rows
            return state.comparison.rows.scroll(by: step, count: answer.change.rows.count, height: height)
        }
        let height = height(state)
        if state.comparison.list == .classes {
            state.comparison.classes.scroll(by: step, count: answer.classes.count, height: height)
        } else {
            state.comparison.confusions.scroll(by: step, count: answer.confusions.count, height: height)
        }
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard let answer = state.comparison.inquiry.answer, answer.comparison != nil else { return [] }
        let layout = ComparisonLayout(state)
        if state.comparison.view == .matrix {
            guard let cell = ChangeGrid(state, answer).cell(at: mouse, state) else { return [] }
            (state.comparison.rows.cursor, state.comparison.columns.cursor) = cell
        } else if let index = layout.agreement.firstIndex(where: { $0.contains(x: mouse.x, y: mouse.y) }) {
            (state.comparison.place, state.comparison.agreed) = (.agreement, SetComparison.Agreed.allCases[index])
        } else if let (place, rect) = layout.shown(state.comparison.list).first(where: { _, rect in
            rect.contains(x: mouse.x, y: mouse.y)
        }) {
            (state.comparison.place, state.comparison.list) = (place, place)
            let line = mouse.y - rect.y - 1
            guard line >= 0 else { return [] }
            let position = place == .classes ? state.comparison.classes : state.comparison.confusions
            let step = position.top + line - position.cursor
            // Up from the first line would leave the list.
            if step != 0 { state.moveComparison(by: step) }
        } else {
            return []
        }
        if mouse.kind == .doublePress { state.openCompared() }
        return []
    }

    /// First from the matrix to the lists, or from an A that is on its way to the one before.
    static func backOut(_ state: inout State) -> Bool {
        if state.comparison.judging.isWaiting {
            state.leaveReference()
            return true
        }
        guard state.comparison.view == .matrix else { return false }
        state.comparison.view = .lists
        return true
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(ComparisonWords.heading(state), above: area, on: &canvas)
        guard let answer = state.comparison.inquiry.answer, let comparison = answer.comparison,
            answer.question.b.request.labelling?.name == state.labelling?.name
        else {
            for (line, spans) in ComparisonWords.missing(state).enumerated() {
                canvas.writeCentred(spans, in: area.row(area.height / 3 + 2 * line), on: .base)
            }
            return
        }
        let layout = ComparisonLayout(state)
        canvas.write(ComparisonWords.verdict(comparison), in: layout.verdict, on: .base)
        if let note = ComparisonWords.note(state) {
            canvas.write(note, .quiet, in: layout.note, on: .base)
        }
        if state.comparison.view == .matrix {
            return ChangeGrid(state, answer).draw(state, on: &canvas)
        }
        ComparisonFigures.draw(comparison, answer, state, layout, on: &canvas)
        ComparisonLists.draw(answer, state, layout, on: &canvas)
    }
}

/// Where the parts of the compare page are.
struct ComparisonLayout {
    /// The sentence.
    let verdict: Rect
    /// What goes without saying for prompts under the model at work; empty there.
    let note: Rect
    /// A line of headings, and as many measures as there is room for.
    let measures: Rect
    /// One place for each of `SetComparison.Agreed`.
    let agreement: [Rect]
    /// Under the rule with their titles: a line of headings, then the rows.
    let lists: Rect
    let isWide: Bool
    /// In place of all below the sentence.
    let matrix: Rect

    private static let roomForBoth = 96

    init(_ state: State) {
        let area = state.layout.page
        let isAiry = area.height >= 18
        verdict = area.row(0).inset(x: 1)
        let hasNote = ComparisonWords.note(state) != nil
        note = hasNote ? area.row(1).inset(x: 1) : Rect(x: area.x, y: verdict.maxY, width: area.width, height: 0)
        let begin = note.maxY + (isAiry ? 1 : 0)
        matrix = Rect(x: area.x, y: begin, width: area.width, height: max(0, area.maxY - begin))
        let rows = max(1, min(4, area.maxY - begin - 5))
        measures = Rect(x: area.x, y: begin, width: area.width, height: rows + 1)
        let row = Rect(x: area.x, y: measures.maxY + (isAiry ? 1 : 0), width: area.width, height: 1)
        let count = SetComparison.Agreed.allCases.count
        let cell = min(30, row.width / count)
        agreement = (0..<count).map { Rect(x: row.x + $0 * cell, y: row.y, width: cell, height: 1) }
        let top = row.maxY + (isAiry ? 2 : 1)
        lists = Rect(x: area.x, y: top, width: area.width, height: area.maxY - top)
        isWide = area.width >= Self.roomForBoth
    }

    /// Both lists beside each other, or the one alone.
    func shown(_ list: SetComparison.Place) -> [(place: SetComparison.Place, rect: Rect)] {
        guard isWide else { return [(list, lists)] }
        let half = (lists.width - 1) / 2
        let left = Rect(x: lists.x, y: lists.y, width: half, height: lists.height)
        let right = Rect(x: left.maxX + 1, y: lists.y, width: lists.width - half - 1, height: lists.height)
        return [(.classes, left), (.confusions, right)]
    }
}
