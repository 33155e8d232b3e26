extension ConfusionPage {
    /// The classes of the rows; the cursor goes to what the class is taken for most.
    static func findable(_ state: State) -> FindableLines? {
        guard grid(state) != nil, let answer = state.confusionMap.inquiry.answer,
            let standing = state.confusionMap.standing, let cell = state.confusionMap.cell
        else { return nil }
        return FindableLines(texts: standing.order.map(answer.name), cursor: standing.places[cell.label]) {
            line, state in
            let label = standing.order[line]
            guard label != state.confusionMap.cell?.label else { return }
            let taken = answer.matrix.row(label).filter { $0.predicted != label }.max { $0.images < $1.images }
            let found = ConfusionMap.Cell(label: label, predicted: taken?.predicted ?? label)
            state.confusionMap.select(found, in: state.layout.page)
        }
    }
}
