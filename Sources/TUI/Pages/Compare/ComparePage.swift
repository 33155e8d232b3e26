import Model

/// Two prompt sets on the same images: whether they differ and how surely, then where.
enum ComparePage: PageContent {
    static let title = "compare"
    static let shortTitle = "cmp"
    static let help = "Compare the prompts with a set, a model or a run that stays as it is, and see where they differ"
    static let context = Context.comparison

    /// Lines of a list.
    static func height(_ state: State) -> Int {
        max(1, ComparisonLayout(state).lists.height - 1)
    }

    static func room(_ state: State) -> SetComparison.Room {
        let grid = state.comparison.inquiry.answer.map { ChangeGrid(state, $0) }
        // They are compared where they are shown.
        let prompts = state.comparison.view == .prompts ? PromptSides(state).rows.count : 0
        return SetComparison.Room(
            lines: height(state), rows: grid?.rows ?? 1, columns: grid?.columns ?? 1,
            prompts: (prompts, max(1, ComparisonLayout(state).prompts.height)))
    }

    static func move(by step: Int, _ state: inout State) { state.comparison.move(by: step, in: room(state)) }

    static func scroll(by step: Int, _ state: inout State) { state.comparison.scroll(by: step, in: room(state)) }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard let answer = state.comparison.inquiry.answer, answer.comparison != nil else { return [] }
        let layout = ComparisonLayout(state)
        if state.comparison.view == .matrix {
            guard let cell = ChangeGrid(state, answer).cell(at: mouse, state) else { return [] }
            state.comparison.point(at: cell)
        } else if state.comparison.view == .prompts, layout.prompts.contains(x: mouse.x, y: mouse.y) {
            let line = mouse.y - layout.prompts.y + state.comparison.prompts.top
            state.comparison.move(by: line - state.comparison.prompts.cursor, in: room(state))
            return []
        } else if layout.hasFigures(in: state.comparison.view),
            let index = layout.agreement.firstIndex(where: { $0.contains(x: mouse.x, y: mouse.y) })
        {
            state.comparison.point(at: SetComparison.Agreed.allCases[index])
        } else if state.comparison.view == .lists,
            let (place, rect) = layout.shown(state.comparison.list).first(where: { _, rect in
                rect.contains(x: mouse.x, y: mouse.y)
            })
        {
            let line = mouse.y - rect.y - 1
            state.comparison.point(at: place, line: line < 0 ? nil : line, in: room(state))
            if line < 0 { return [] }
        } else {
            return []
        }
        if mouse.kind == .doublePress { listImages(&state) }
        return []
    }

    /// First from the matrix to the lists, or from an A that is on its way to the one before.
    static func backOut(_ state: inout State) -> Bool {
        guard state.comparison.evaluating.isWaiting else { return state.comparison.showLists() }
        state.leaveReference()
        return true
    }

    /// Those that the number under the cursor counts.
    static func listImages(_ state: inout State) {
        if let chosen = state.comparison.chosenImages { state.showImages(chosen) }
    }

    /// Shows it, or the lists again.
    static func switchView(_ view: SetComparison.View, _ state: inout State) {
        let wasShown = state.comparison.view == view
        _ = state.comparison.showLists()
        guard !wasShown else { return }
        view == .matrix ? state.comparison.showMatrix(in: room(state)) : state.comparison.showPrompts()
    }

    /// What the comparison on the screen calls for.
    static func newWork(_ state: inout State) -> [Work] {
        var work = state.evaluateReference()
        guard let dataset = state.dataset, let labelColumn = state.labelColumn, let current = state.scores.current,
            current.request.labelColumn?.name == labelColumn.name, current.outcomes != nil
        else {
            state.comparison.forgetAnswer()
            return work
        }
        let chosenOn = ChosenOn.of(state.comparison.reference.set.chosenOn, state.promptEditor.set.chosenOn)
        guard let a = state.referenceEvaluation, a.hasAllTemplates, current.hasAllTemplates,
            let question = SetComparison.Question(a: a, b: current, chosenOn: chosenOn, dataset: dataset),
            let request = state.comparison.ask(question)
        else { return work }
        work.append(.ask(ComparisonQuestion.self, request))
        return work
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        MainScreen.title(ComparisonWords.heading(state), above: area, on: &canvas)
        guard let answer = state.comparison.inquiry.answer, let comparison = answer.comparison,
            answer.question.b.request.labelColumn?.name == state.labelColumn?.name
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
        switch state.comparison.view {
        case .matrix: return ChangeGrid(state, answer).draw(state, on: &canvas)
        case .prompts: PromptSides(state).draw(state, in: layout.prompts, on: &canvas)
        case .lists: ComparisonLists.draw(answer, state, layout, on: &canvas)
        }
        if layout.hasFigures(in: state.comparison.view) {
            ComparisonFigures.draw(comparison, answer, state, layout, on: &canvas)
        }
    }
}

/// A and B side by side; the intervals follow the figures.
enum ComparisonQuestion: BackgroundQuestion {
    static let name = "comparison"

    static func answer(
        _ question: SetComparison.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (SetComparison.Answer) -> Void
    ) throws {
        try SetComparison.Answer.find(question, isCancelled: isStale) { post($0) }
    }

    static func receive(_ answer: SetComparison.Answer, generation: Int, _ state: inout State) {
        guard state.comparison.receive(answer, generation: generation) else { return }
        let room = ComparePage.room(state)
        state.comparison.move(by: 0, in: room)
        state.comparison.moveInMatrix(down: 0, right: 0, in: room)
    }
}
