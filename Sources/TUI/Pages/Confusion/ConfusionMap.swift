import Model

/// What the confusion page remembers: the matrix, the order of its classes, and the cell under the cursor.
package struct ConfusionMap: Sendable {
    package enum Order: String, CaseIterable, Sendable {
        case dataset = "dataset order"
        /// Classes that are taken for one another stand together.
        case blocks = "confused classes together"
    }

    package struct Question: Equatable, Sendable {
        package let evaluation: Evaluation
        package let outcomes: Outcomes
        package let order: Order
        /// The classes wanted, all others being one; nil for all.
        package let chosen: [Int]?

        /// Nil where there is nothing to choose among.
        package init?(evaluation: Evaluation, order: Order, chosen: [Int]?) {
            guard let outcomes = evaluation.outcomes else { return nil }
            (self.evaluation, self.outcomes, self.order, self.chosen) = (evaluation, outcomes, order, chosen)
        }

        package static func == (left: Question, right: Question) -> Bool {
            left.evaluation.revision == right.evaluation.revision && left.order == right.order
                && left.chosen == right.chosen
        }
    }

    package private(set) var inquiry = Inquiry<Question, Answer>()
    package private(set) var order = Order.dataset
    /// By the user; else many classes stand so that confused ones are neighbours.
    private var isOrderChosen = false
    /// The classes that the map is limited to; nil for all.
    package private(set) var chosen: [Int]?
    package private(set) var showsDiagonal = true
    /// The cell under the cursor; nil before there is an answer.
    package private(set) var cell: Cell?
    /// Nobody has moved the cursor yet: it stays on what is confused most.
    package private(set) var followsFirst = true
    /// Places of the first row and the first column in sight.
    package private(set) var top = 0
    package private(set) var left = 0
    /// The first line of the list of pairs in sight.
    package private(set) var pairsTop = 0
    /// Answers that came while a template was being typed keep the order that stood there.
    package private(set) var standing: Standing?

    package struct Cell: Equatable, Sendable {
        /// True class: the row.
        package var label: Int
        /// Predicted class: the column.
        package var predicted: Int
    }

    package struct Standing: Equatable, Sendable {
        package let order: [Int]
        package let places: [Int]
    }

    /// The pair under the cursor among those of the answer.
    package var pair: Int? {
        guard let cell else { return nil }
        return inquiry.answer?.pairs.firstIndex { $0.label == cell.label && $0.predicted == cell.predicted }
    }
}

extension ConfusionMap {
    package struct Answer: Sendable {
        package let question: Question
        package let matrix: ConfusionMatrix
        /// The number of the class that stands for all that are not shown; nil where all are.
        package let other: Int?
        /// The classes shown; `other` is the last.
        package let order: [Int]
        /// The place of each class in the order; -1 for those that are not shown.
        package let places: [Int]
        /// Cells off the diagonal, those of the most images first.
        package let pairs: [ConfusionMatrix.Cell]
        /// Columns of the longest name.
        package let nameWidth: Int
        private let names: [String]
        /// Classes that can be chosen.
        package let offered: Int

        /// Classes up to which blocks are looked for: that takes memory for each pair of them.
        private static let mostForBlocks = 4000

        package init(_ question: Question) {
            self.question = question
            let choice = question.evaluation.request.choice
            let names = choice?.classes ?? []
            self.names = names
            let offered = choice?.offered ?? []
            self.offered = offered.count
            let whole = ConfusionMatrix(Predictions(question.outcomes), classes: names.count)
            let chosen = question.chosen.map { $0.filter(Set(offered).contains) } ?? []
            let isLimited = !chosen.isEmpty && chosen.count < offered.count
            matrix = isLimited ? whole.gathering(allBut: chosen) : whole
            let other = isLimited ? names.count : nil
            self.other = other
            let shown = Set(isLimited ? chosen : offered)
            let wantsBlocks = question.order == .blocks && names.count <= Self.mostForBlocks
            let classes = wantsBlocks ? matrix.blockOrder : Array(names.indices)
            order = classes.filter(shown.contains) + [other].compactMap { $0 }
            var places = [Int](repeating: -1, count: matrix.classes)
            for (place, label) in order.enumerated() { places[label] = place }
            self.places = places
            pairs = matrix.confusions
            nameWidth = (shown.map { DisplayWidth.of(names[$0]) } + [isLimited ? 5 : 0]).max() ?? 0
        }

        package func name(of label: Int) -> String {
            label == other ? "other" : names.indices.contains(label) ? names[label] : ""
        }

        func shows(_ label: Int) -> Bool { places.indices.contains(label) && places[label] >= 0 }

        /// Those that the cell counts.
        package func images(_ label: Int, takenFor predicted: Int) -> [Int32] {
            let labels = question.evaluation.request.labelColumn?.labels ?? []
            let outcomes = question.outcomes
            func number(_ label: Int) -> Int? { shows(label) ? label : other }
            return labels.indices.filter { image in
                guard outcomes.isRight(image) != nil, let own = labels[image], let found = outcomes.predicted(image)
                else { return false }
                return number(own) == label && number(found) == predicted
            }.map { Int32($0) }
        }
    }
}

// MARK: - What changes it

extension ConfusionMap {
    mutating func nextOrder() {
        order = order == .dataset ? .blocks : .dataset
        (standing, isOrderChosen) = (nil, true)
    }

    mutating func switchDiagonal() { showsDiagonal.toggle() }

    /// - Parameter isTyping: the numbers change and the classes stay.
    mutating func ask(_ evaluation: Evaluation, isTyping: Bool, in page: Rect) -> Request<Question>? {
        if !isOrderChosen {
            let count = evaluation.request.choice?.offered.count ?? 0
            order = Self.manyClasses.contains(count) ? .blocks : .dataset
        }
        guard let question = Question(evaluation: evaluation, order: order, chosen: chosen) else {
            forget()
            return nil
        }
        if !isTyping { takeOrder(in: page) }
        return inquiry.ask(question)
    }

    mutating func receive(_ answer: Answer, generation: Int, isTyping: Bool, in page: Rect) {
        guard inquiry.receive(answer, generation: generation) else { return }
        let isOfOthers = standing.map { Set($0.order) != Set(answer.order) } ?? true
        // A cell of other classes may not be there any more.
        let isThere = cell.map { answer.shows($0.label) && answer.shows($0.predicted) } ?? false
        if !isThere || (followsFirst && !isTyping) { selectFirstPair(answer) }
        if !isTyping || isOfOthers { takeOrder(in: page) }
        keepCellInSight(in: page)
    }

    /// There is nothing to count.
    mutating func forget() {
        inquiry.forget()
        (cell, standing, chosen) = (nil, nil, nil)
    }

    private mutating func takeOrder(in page: Rect) {
        guard let answer = inquiry.answer, standing?.order != answer.order else { return }
        standing = Standing(order: answer.order, places: answer.places)
        keepCellInSight(in: page)
    }

    /// More than a screen has, and few enough to be ordered in a moment.
    private static let manyClasses = 41...1500

    /// What is confused most is where one begins.
    private mutating func selectFirstPair(_ answer: Answer) {
        followsFirst = true
        let first = answer.pairs.first.map { Cell(label: $0.label, predicted: $0.predicted) }
        cell = first ?? answer.order.first.map { Cell(label: $0, predicted: $0) }
    }

    /// Classes of the map that is limited to those around a cell.
    private static let neighbours = 8

    /// Shows the marked classes, or those around the cell. The cursor stays where it is, as far as it is among them.
    mutating func limit(to marked: Set<Int>) {
        guard let answer = inquiry.answer, let cell else { return }
        let marked = marked.filter(answer.shows).sorted()
        let around = answer.matrix.neighbours(of: cell.label, count: Self.neighbours)
        chosen = marked.isEmpty ? Set(around).union([cell.predicted]).sorted() : marked
        (followsFirst, top, left, pairsTop) = (false, 0, 0, 0)
    }

    /// - Returns: false where all are shown already.
    mutating func showAll() -> Bool {
        guard chosen != nil else { return false }
        (chosen, followsFirst) = (nil, false)
        return true
    }

    // MARK: The cursor

    /// Nil while the matrix of these classes is on its way.
    /// - Parameter page: where the page is drawn.
    func grid(in page: Rect) -> ConfusionGrid? {
        guard let answer = inquiry.answer, let standing, Set(standing.order) == Set(answer.order) else { return nil }
        return ConfusionGrid(page, answer)
    }

    mutating func move(down: Int, right: Int, in page: Rect) {
        guard let cell, let standing else { return }
        func moved(_ label: Int, _ step: Int) -> Int {
            standing.order[max(0, min(standing.places[label] + step, standing.order.count - 1))]
        }
        select(Cell(label: moved(cell.label, down), predicted: moved(cell.predicted, right)), in: page)
    }

    mutating func select(_ cell: Cell, in page: Rect) {
        followsFirst = false
        self.cell = cell
        keepCellInSight(in: page)
    }

    /// The same classes the other way round.
    mutating func mirror(in page: Rect) {
        if let cell { select(Cell(label: cell.predicted, predicted: cell.label), in: page) }
    }

    /// Round the ends; from a cell that is no pair to the most confused one.
    /// - Returns: false where there is none.
    mutating func movePair(by step: Int, in page: Rect) -> Bool {
        guard let pairs = inquiry.answer?.pairs, !pairs.isEmpty else { return false }
        let index = pair.map { ($0 + step + pairs.count) % pairs.count } ?? 0
        select(Cell(label: pairs[index].label, predicted: pairs[index].predicted), in: page)
        return true
    }

    mutating func scroll(by step: Int, in page: Rect) {
        guard let grid = grid(in: page), let standing else { return }
        top = max(0, min(top + step, standing.order.count - grid.rows))
    }

    mutating func fit(in page: Rect) { keepCellInSight(in: page) }

    private mutating func keepCellInSight(in page: Rect) {
        guard let cell, let standing, let grid = grid(in: page) else { return }
        func start(_ start: Int, _ place: Int, _ room: Int) -> Int {
            // In the middle, with its neighbours around it, until the cursor is moved.
            let start = followsFirst ? place - room / 2 : min(max(start, place - max(1, room) + 1), place)
            return max(0, min(start, standing.order.count - room))
        }
        top = start(top, standing.places[cell.label], grid.rows)
        left = start(left, standing.places[cell.predicted], grid.columns)
        guard let pair, let list = grid.pairs else { return }
        let height = max(1, list.height - 1)
        pairsTop = min(max(pairsTop, pair - height + 1), pair)
    }
}
