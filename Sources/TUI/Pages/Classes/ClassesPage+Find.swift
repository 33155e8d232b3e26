extension ClassesPage {
    static func findable(_ state: State) -> FindableLines? {
        guard let names = state.classTable.inquiry.answer?.choice?.classes else { return nil }
        return FindableLines(
            texts: state.classTable.order.map { names[$0] }, cursor: state.classTable.position.cursor
        ) { line, state in move(by: line - state.classTable.position.cursor, &state) }
    }
}
