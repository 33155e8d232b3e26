import Model

extension ConfusionPage {
    /// The cells that are not zero, row by row as they stand; then the mistakes, the most frequent first.
    static func tables(_ state: State) -> [ResultTable] {
        guard grid(state) != nil, let answer = state.confusionMap.inquiry.answer else { return [] }
        let cells = answer.order.flatMap { label in
            answer.matrix.row(label).sorted { answer.places[$0.predicted] < answer.places[$1.predicted] }
        }
        return [table("matrix", "matrix", cells, answer), table("pairs", "most confused", answer.pairs, answer)]
    }

    private static func table(
        _ key: String, _ title: String, _ cells: [ConfusionMatrix.Cell], _ answer: ConfusionMap.Answer
    ) -> ResultTable {
        ResultTable(key, title: title, columns: ["label", "predicted", "images", "share"], count: cells.count) { row in
            let cell = cells[row]
            return [
                .text(answer.name(of: cell.label)), .text(answer.name(of: cell.predicted)), .count(cell.images),
                .share(Double(cell.images) / Double(max(1, answer.matrix.support[cell.label]))),
            ]
        }
    }
}
