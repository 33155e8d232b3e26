import Model

extension ComparePage {
    /// All that is compared; what the cursor is in comes first.
    static func tables(_ state: State) -> [ResultTable] {
        guard let answer = state.comparison.inquiry.answer, let comparison = answer.comparison else { return [] }
        let tables = [
            measures(comparison), agreement(comparison), classes(answer), confusions(comparison, answer),
            prompts(PromptSides(state)),
        ]
        let first =
            switch (state.comparison.view, state.comparison.place) {
            case (.prompts, _): 4
            case (.matrix, _), (.lists, .confusions): 3
            case (.lists, .classes): 2
            case (.lists, .agreement): 0
            }
        return [tables[first]] + tables.enumerated().filter { $0.offset != first }.map(\.element)
    }

    private static func measures(_ comparison: Comparison) -> ResultTable {
        let (names, differences) = (["top1", "top5", "mean_per_class", "ece"], comparison.differences)
        return ResultTable(
            "measures", title: "measures",
            columns: ["measure", "a", "b", "difference", "from", "to", "significant"], count: differences.count
        ) { row in
            let one = differences[row]
            return [
                .text(names[row]), .share(one.a), .share(one.b), .share(one.value),
                .share(one.interval?.lowerBound), .share(one.interval?.upperBound), .flag(one.isSignificant),
            ]
        }
    }

    private static func agreement(_ comparison: Comparison) -> ResultTable {
        let agreement = comparison.agreement
        let counts = [
            ("both_right", agreement.bothRight.count), ("only_b", agreement.onlyB.count),
            ("only_a", agreement.onlyA.count), ("both_wrong", agreement.bothWrong.count),
        ]
        return ResultTable("agreement", title: "who is right", columns: ["right", "images"], count: counts.count) {
            [.text(counts[$0].0), .count(counts[$0].1)]
        }
    }

    private static func classes(_ answer: SetComparison.Answer) -> ResultTable {
        let rows = answer.comparison?.perClass ?? []
        return ResultTable(
            "per_class", title: "classes", columns: ["label", "images", "a", "b", "difference", "gained", "lost"],
            count: rows.count
        ) { row in
            let one = rows[row]
            return [
                .text(answer.name(of: one.label)), .count(one.images),
                .share(Double(one.rightA) / Double(one.images)), .share(Double(one.rightB) / Double(one.images)),
                .share(one.difference), .count(one.gained), .count(one.lost),
            ]
        }
    }

    private static func confusions(_ comparison: Comparison, _ answer: SetComparison.Answer) -> ResultTable {
        let cells = comparison.confusion.cells
        return ResultTable(
            "confusion", title: "changes of the confusion matrix",
            columns: ["label", "predicted", "a", "b", "difference"],
            count: cells.count
        ) { row in
            let cell = cells[row]
            return [
                .text(answer.name(of: cell.label)), .text(answer.name(of: cell.predicted)), .count(cell.a),
                .count(cell.b), .count(cell.difference),
            ]
        }
    }

    private static func prompts(_ sides: PromptSides) -> ResultTable {
        ResultTable("prompts_of_both", title: "prompts of A and B", columns: ["a", "b"], count: sides.rows.count) {
            row in
            [.text(sides.rows[row].a), .text(sides.rows[row].b)]
        }
    }
}
