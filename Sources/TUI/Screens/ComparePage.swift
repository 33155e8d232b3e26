import Model

/// Two prompt sets on the same images: whether they differ and how surely, then where.
enum ComparePage: PageContent {
    static let title = "compare"
    static let help = "Compare the prompts with a set that stays as it is, and see where they differ"
    static let context = Context.comparison

    /// Lines of a list.
    static func height(_ state: State) -> Int {
        max(1, ComparisonLayout(state.layout.page).lists.height - 1)
    }

    static func move(by step: Int, _ state: inout State) { state.moveComparison(by: step) }

    static func newWork(_ state: inout State) -> [Work] { state.newComparison() }

    static func scroll(by step: Int, _ state: inout State) {
        guard let answer = state.comparison.inquiry.answer else { return }
        let height = height(state)
        if state.comparison.list == .classes {
            state.comparison.classes.scroll(by: step, count: answer.classes.count, height: height)
        } else {
            state.comparison.confusions.scroll(by: step, count: answer.confusions.count, height: height)
        }
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard state.comparison.inquiry.answer?.comparison != nil else { return [] }
        let layout = ComparisonLayout(state.layout.page)
        if let index = layout.agreement.firstIndex(where: { $0.contains(x: mouse.x, y: mouse.y) }) {
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
        return mouse.kind == .doublePress ? state.perform(.comparison(.open)) : []
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(heading(state), above: area, on: &canvas)
        guard let answer = state.comparison.inquiry.answer, let comparison = answer.comparison,
            answer.question.b.request.labelling?.name == state.labelling?.name
        else {
            let (first, second) = missing(state)
            canvas.writeCentred([first], in: area.row(area.height / 3), on: .base)
            return canvas.writeCentred(second, in: area.row(area.height / 3 + 2), on: .base)
        }
        let layout = ComparisonLayout(area)
        ComparisonFigures.draw(comparison, answer, state, layout, on: &canvas)
        ComparisonLists.draw(answer, state, layout, on: &canvas)
    }

    private static func heading(_ state: State) -> [Span] {
        let isFocused = state.focus == .page && state.prompting.edit == nil
        let a = state.comparison.reference
        let b = state.prompting.set
        func size(_ set: PromptSet) -> Span {
            Span(" \(Numbers.counted(set.effective.entries.count, "template"))", .quiet)
        }
        guard state.dataset != nil else { return [Span("Compare", isFocused ? .accent : .strong)] }
        return [
            Span("A ", isFocused ? .accent : .strong), Span(a.set.name, .text), Span(", \(a.origin),", .quiet),
            size(a.set), Span("  →  ", .faint), Span("B ", isFocused ? .accent : .strong), Span(b.name, .text),
            Header.dot(state), size(b), Span(" as it is now", .quiet),
        ]
    }

    /// Why there is nothing to see, and what helps.
    private static func missing(_ state: State) -> (Span, [Span]) {
        guard state.dataset != nil else { return (Span(""), []) }
        guard state.labelling != nil else { return (Span("no labels, so nothing to compare", .quiet), []) }
        let choose = [Span("c", .key), Span(" chooses another A", .quiet)]
        if state.prompting.set.effective.entries.isEmpty { return (Span("no template is on", .warning), []) }
        if state.comparison.reference.set.effective.entries.isEmpty {
            return (Span("A has no template that is on", .warning), choose)
        }
        if let a = state.referenceEvaluation, !a.hasAllTemplates {
            return (Span("A: \(a.templatesDone) of \(a.templates) templates…", .unfinished), [])
        }
        return (Span("…", .faint), [])
    }
}

/// Where the parts of the compare page are.
struct ComparisonLayout {
    /// The sentence.
    let verdict: Rect
    /// A line of headings, and as many measures as there is room for.
    let measures: Rect
    /// One place for each of `SetComparison.Agreed`.
    let agreement: [Rect]
    /// Under the rule with their titles: a line of headings, then the rows.
    let lists: Rect
    let isWide: Bool

    private static let roomForBoth = 96

    init(_ area: Rect) {
        let isAiry = area.height >= 18
        verdict = area.row(0).inset(x: 1)
        let rows = max(1, min(4, area.height - 6))
        measures = Rect(x: area.x, y: area.y + (isAiry ? 2 : 1), width: area.width, height: rows + 1)
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
