extension LearnPage {
    static func findable(_ state: State) -> FindableLines? {
        guard let shown = state.learnTable.shown, let choice = state.learnTable.choice else { return nil }
        let texts = shown.classes.map { choice.classes[choice.offered[$0.label]] }
        return FindableLines(texts: texts, cursor: state.learnTable.position.cursor) { line, state in
            state.learnTable.point(at: line, height: height(state))
        }
    }
}
