import Model

extension ComparePage {
    /// The lines of the list below, of the matrix, or of the prompts of both sides, whichever is shown.
    static func findable(_ state: State) -> FindableLines? {
        guard let answer = state.comparison.inquiry.answer, answer.comparison != nil else { return nil }
        let comparison = state.comparison
        switch comparison.view {
        case .prompts:
            let texts = PromptSides(state).rows.map { [$0.a, $0.b].compactMap { $0 }.joined(separator: " ") }
            return FindableLines(texts: texts, cursor: comparison.prompts.cursor) { line, state in
                move(by: line - state.comparison.prompts.cursor, &state)
            }
        case .matrix:
            return FindableLines(texts: answer.change.rows.map(answer.name), cursor: comparison.rows.cursor) {
                line, state in move(by: line - state.comparison.rows.cursor, &state)
            }
        case .lists:
            let isOfClasses = comparison.list == .classes
            let texts =
                isOfClasses
                ? answer.classes.map { answer.name(of: $0.label) }
                : answer.confusions.map { "\(answer.name(of: $0.label)) \(answer.name(of: $0.predicted))" }
            let cursor = isOfClasses ? comparison.classes.cursor : comparison.confusions.cursor
            return FindableLines(texts: texts, cursor: cursor) { line, state in
                // From the four numbers into the list.
                if state.comparison.place == .agreement { move(by: 1, &state) }
                let list = isOfClasses ? state.comparison.classes : state.comparison.confusions
                if line != list.cursor { move(by: line - list.cursor, &state) }
            }
        }
    }
}
