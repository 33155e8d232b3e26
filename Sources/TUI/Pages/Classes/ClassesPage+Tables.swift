import Model

extension ClassesPage {
    /// The classes in the order that they are listed.
    static func tables(_ state: State) -> [ResultTable] {
        let order = state.classTable.order
        guard let answer = state.classTable.inquiry.answer, let figures = answer.figures, !order.isEmpty else {
            return []
        }
        let hasChange = answer.before != nil
        let names = answer.choice?.classes ?? []
        return [
            ResultTable(
                "per_class", title: "classes",
                columns: ["label", "images", "predicted", "recall"] + (hasChange ? ["change"] : [])
                    + ["precision", "f1", "most_confused_with", "confused_images"],
                count: order.count
            ) { row in
                let (label, own) = (order[row], figures.rows[order[row]])
                // A share of 1, as recall.
                let change: [ResultTable.Cell] =
                    hasChange ? [.share(answer.change(of: label).map { $0 / 100 })] : []
                return [
                    .text(names[label]), .count(own.images), .count(own.predicted), .share(own.recall),
                ] + change + [
                    .share(own.precision), .share(own.f1), .text(own.mostConfusedWith.map { names[$0] }),
                    .count(own.mostConfusedWith.map { figures.matrix[label, $0] }),
                ]
            }
        ]
    }
}
