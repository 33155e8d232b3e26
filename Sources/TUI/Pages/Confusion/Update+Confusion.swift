import Model

extension State {
    mutating func nextConfusionOrder() {
        confusionMap.order = confusionMap.order == .dataset ? .blocks : .dataset
        confusionMap.standing = nil
    }

    mutating func mirrorCell() {
        guard let cell = confusionMap.cell else { return }
        select(ConfusionMap.Cell(label: cell.predicted, predicted: cell.label))
    }

    /// The matrix that the evaluation on the screen calls for.
    mutating func newConfusions() -> [Work] {
        guard let current = scores.current, current.metrics != nil,
            current.request.labelling?.name == labelling?.name,
            let question = ConfusionMap.Question(
                evaluation: current, order: confusionMap.order, chosen: confusionMap.chosen)
        else {
            confusionMap.inquiry.forget()
            (confusionMap.cell, confusionMap.standing, confusionMap.chosen) = (nil, nil, nil)
            return []
        }
        if prompting.edit == nil { takeOrder() }
        return confusionMap.inquiry.ask(question).map { [.ask(ConfusionQuestion.self, $0)] } ?? []
    }

    mutating func receive(_ answer: ConfusionMap.Answer, generation: Int) {
        guard confusionMap.inquiry.receive(answer, generation: generation) else { return }
        let isOfOthers = confusionMap.standing.map { Set($0.order) != Set(answer.order) } ?? true
        let follows = confusionMap.followsFirst && prompting.edit == nil
        // A cell of other classes may not be there any more.
        let isThere = confusionMap.cell.map { answer.shows($0.label) && answer.shows($0.predicted) } ?? false
        if !isThere || follows { selectFirstPair(answer) }
        if prompting.edit == nil || isOfOthers { takeOrder() }
        keepCellInSight()
    }

    /// While a template is typed the numbers change and the classes stay.
    mutating func takeOrder() {
        guard let answer = confusionMap.inquiry.answer, confusionMap.standing?.order != answer.order else { return }
        confusionMap.standing = ConfusionMap.Standing(order: answer.order, places: answer.places)
        keepCellInSight()
    }

    /// What is confused most is where one begins.
    mutating func selectFirstPair(_ answer: ConfusionMap.Answer) {
        confusionMap.followsFirst = true
        let first = answer.pairs.first.map { ConfusionMap.Cell(label: $0.label, predicted: $0.predicted) }
        confusionMap.cell = first ?? answer.order.first.map { ConfusionMap.Cell(label: $0, predicted: $0) }
    }

    // MARK: - Some classes

    /// Classes of the map that is limited to those around a cell.
    private static let neighbours = 8

    /// The cursor stays where it is, as far as it is among the classes shown.
    mutating func limitConfusions() {
        guard let answer = confusionMap.inquiry.answer, let cell = confusionMap.cell else { return }
        let marked = classTable.marked.filter(answer.shows).sorted()
        let around = answer.matrix.neighbours(of: cell.label, count: Self.neighbours)
        confusionMap.chosen = marked.isEmpty ? Set(around).union([cell.predicted]).sorted() : marked
        (confusionMap.followsFirst, confusionMap.top, confusionMap.left, confusionMap.pairsTop) = (false, 0, 0, 0)
    }

    mutating func showAllConfusions() {
        confusionMap.chosen = nil
        confusionMap.followsFirst = false
    }

    // MARK: - The cursor

    var confusionGrid: ConfusionGrid? {
        guard let answer = confusionMap.inquiry.answer, let standing = confusionMap.standing,
            Set(standing.order) == Set(answer.order),
            answer.question.evaluation.request.labelling?.name == labelling?.name
        else { return nil }
        return ConfusionGrid(layout.page, answer)
    }

    mutating func moveCell(down: Int, right: Int) {
        guard let cell = confusionMap.cell, let standing = confusionMap.standing else { return }
        func moved(_ label: Int, _ step: Int) -> Int {
            standing.order[max(0, min(standing.places[label] + step, standing.order.count - 1))]
        }
        select(ConfusionMap.Cell(label: moved(cell.label, down), predicted: moved(cell.predicted, right)))
    }

    mutating func select(_ cell: ConfusionMap.Cell) {
        confusionMap.followsFirst = false
        confusionMap.cell = cell
        keepCellInSight()
    }

    /// Round the ends; from a cell that is no pair to the most confused one.
    mutating func movePair(by step: Int) {
        guard let pairs = confusionMap.inquiry.answer?.pairs, !pairs.isEmpty else {
            message = Message(text: "no class is taken for another", role: .quiet)
            return
        }
        let index = confusionMap.pair.map { ($0 + step + pairs.count) % pairs.count } ?? 0
        select(ConfusionMap.Cell(label: pairs[index].label, predicted: pairs[index].predicted))
    }

    mutating func keepCellInSight() {
        guard let cell = confusionMap.cell, let standing = confusionMap.standing, let grid = confusionGrid else {
            return
        }
        func start(_ start: Int, _ place: Int, _ room: Int) -> Int {
            let start = min(max(start, place - max(1, room) + 1), place)
            return max(0, min(start, standing.order.count - room))
        }
        confusionMap.top = start(confusionMap.top, standing.places[cell.label], grid.rows)
        confusionMap.left = start(confusionMap.left, standing.places[cell.predicted], grid.columns)
        guard let pair = confusionMap.pair, let list = grid.pairs else { return }
        let height = max(1, list.height - 1)
        confusionMap.pairsTop = min(max(confusionMap.pairsTop, pair - height + 1), pair)
    }

    mutating func openCell() {
        guard let cell = confusionMap.cell, let answer = confusionMap.inquiry.answer else { return }
        let (label, other) = (answer.name(of: cell.label), answer.name(of: cell.predicted))
        let isRight = cell.label == cell.predicted && cell.label != answer.other
        let name = isRight ? "\(label), right" : "\(label) taken for \(other)"
        let images = answer.images(cell.label, takenFor: cell.predicted)
        showImages(ChosenImages(name: name, images: images))
    }
}

/// The confusion matrix.
enum ConfusionQuestion: BackgroundQuestion {
    static let name = "confusion"

    static func answer(
        _ question: ConfusionMap.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (ConfusionMap.Answer) -> Void
    ) throws {
        post(ConfusionMap.Answer(question))
    }

    static func receive(_ answer: ConfusionMap.Answer, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}
