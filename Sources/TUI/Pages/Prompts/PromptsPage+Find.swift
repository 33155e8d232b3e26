import Model

extension PromptsPage {
    /// The classes, by their labels and names; templates are filtered.
    static func findable(_ state: State) -> FindableLines? {
        guard state.promptTable.side == .classNames else { return nil }
        let texts = (0..<state.namedCount).compactMap(state.namedLabel(at:)).map { label in
            ([label] + state.promptEditor.set.names(of: label)).joined(separator: " ")
        }
        return FindableLines(texts: texts, cursor: state.promptTable.names.cursor) { line, state in
            state.moveInTable(by: line - state.promptTable.names.cursor)
        }
    }
}
