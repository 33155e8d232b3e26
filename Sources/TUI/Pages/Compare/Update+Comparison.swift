import Model

extension State {
    /// What the comparison on the screen calls for.
    mutating func newComparison() -> [Work] {
        var work = judgeReference()
        guard let dataset, let labelling, let current = scores.current,
            current.request.labelling?.name == labelling.name, current.outcomes != nil
        else {
            comparison.inquiry.forget()
            return work
        }
        let chosenOn = ChosenOn.of(comparison.reference.set.chosenOn, prompting.set.chosenOn)
        guard let a = referenceEvaluation, a.hasAllTemplates, current.hasAllTemplates,
            let question = SetComparison.Question(a: a, b: current, chosenOn: chosenOn, dataset: dataset)
        else { return work }
        if let request = comparison.inquiry.ask(question) { work.append(.ask(ComparisonQuestion.self, request)) }
        return work
    }

    mutating func receive(_ answer: SetComparison.Answer, generation: Int) {
        guard comparison.inquiry.receive(answer, generation: generation) else { return }
        moveComparison(by: 0)
        moveInMatrix(down: 0, right: 0)
    }

    // MARK: - The cursor

    mutating func moveComparison(sideways step: Int) {
        if comparison.view == .matrix { return moveInMatrix(down: 0, right: step) }
        guard comparison.place == .agreement else {
            comparison.list = comparison.list == .classes ? .confusions : .classes
            comparison.place = comparison.list
            return moveComparison(by: 0)
        }
        let all = SetComparison.Agreed.allCases
        let index = all.firstIndex(of: comparison.agreed)! + step
        comparison.agreed = all[max(0, min(index, all.count - 1))]
    }

    /// Up from the first line of a list leads to the four numbers, down from them to the list.
    mutating func moveComparison(by step: Int) {
        if comparison.view == .matrix, step != 0 { return moveInMatrix(down: step, right: 0) }
        let height = ComparePage.height(self)
        let counts = comparison.inquiry.answer.map { (classes: $0.classes.count, confusions: $0.confusions.count) }
        let (classes, confusions) = counts ?? (0, 0)
        var step = step
        if comparison.place == .agreement, step > 0 {
            comparison.place = comparison.list
            step -= 1
        } else if comparison.place != .agreement, step < 0 {
            let cursor = comparison.list == .classes ? comparison.classes.cursor : comparison.confusions.cursor
            if cursor == 0 { comparison.place = .agreement }
        }
        let isIn = { (place: SetComparison.Place, comparison: SetComparison) in comparison.place == place ? step : 0 }
        comparison.classes.move(
            to: comparison.classes.cursor + isIn(.classes, comparison), count: classes, height: height)
        comparison.confusions.move(
            to: comparison.confusions.cursor + isIn(.confusions, comparison), count: confusions, height: height)
    }

    /// First where the change is largest.
    mutating func showMatrix(_ isShown: Bool) {
        comparison.view = isShown ? .matrix : .lists
        guard isShown, let answer = comparison.inquiry.answer, let cell = answer.comparison?.confusion.cells.first,
            answer.change[comparison.rows.cursor, comparison.columns.cursor] == nil,
            let place = answer.change.place(of: cell)
        else { return moveInMatrix(down: 0, right: 0) }
        moveInMatrix(
            down: place.row - comparison.rows.cursor, right: place.column - comparison.columns.cursor)
    }

    mutating func moveInMatrix(down: Int, right: Int) {
        guard let answer = comparison.inquiry.answer else { return }
        let (change, grid) = (answer.change, ChangeGrid(self, answer))
        comparison.rows.move(to: comparison.rows.cursor + down, count: change.rows.count, height: grid.rows)
        comparison.columns.move(
            to: comparison.columns.cursor + right, count: change.columns.count, height: grid.columns)
    }

    // MARK: - Images

    mutating func openCompared() {
        if let chosen = comparedImages { showImages(chosen) }
    }

    /// Those that the number under the cursor counts.
    private var comparedImages: ChosenImages? {
        guard let answer = comparison.inquiry.answer else { return nil }
        if comparison.view == .matrix {
            return answer.change[comparison.rows.cursor, comparison.columns.cursor].map { images(in: $0, answer) }
        }
        switch comparison.place {
        case .agreement:
            return ChosenImages(name: comparison.agreed.rawValue, images: answer.images(comparison.agreed))
        case .classes:
            guard answer.classes.indices.contains(comparison.classes.cursor) else { return nil }
            let label = answer.classes[comparison.classes.cursor].label
            return ChosenImages(name: "\(answer.name(of: label)) that turned", images: answer.turned(label))
        case .confusions:
            guard answer.confusions.indices.contains(comparison.confusions.cursor) else { return nil }
            return images(in: answer.confusions[comparison.confusions.cursor], answer)
        }
    }

    private func images(in cell: ConfusionChange.Cell, _ answer: SetComparison.Answer) -> ChosenImages {
        let (label, other) = (answer.name(of: cell.label), answer.name(of: cell.predicted))
        let name = cell.label == cell.predicted ? "\(label), right" : "\(label) taken for \(other)"
        return ChosenImages(name: "\(name) by A or B", images: answer.taken(cell.label, for: cell.predicted))
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
        state.receive(answer, generation: generation)
    }
}
