import Model

/// What the compare page remembers: which prompts A are, how they fare, and where the prompts under work, B, differ.
package struct SetComparison: Sendable {
    /// By who is right, in the order in which they stand on the screen.
    package enum Agreed: String, CaseIterable, Sendable {
        case bothRight = "both right"
        case onlyB = "only B right"
        case onlyA = "only A right"
        case bothWrong = "both wrong"
    }

    /// Where the cursor is.
    package enum Place: Sendable { case agreement, classes, confusions }

    /// What stands below the verdict: figures and lists, the difference of the two confusion matrices, or the prompts of both
    /// sides beside each other.
    package enum View: Sendable { case lists, matrix, prompts }

    package struct Question: Equatable, Sendable {
        package let a: Evaluation
        package let b: Evaluation
        package let outcomesOfA: Outcomes
        package let outcomesOfB: Outcomes
        /// Images that A or B was chosen on.
        package let chosenOn: ChosenOn?
        package let dataset: Dataset

        /// Nil where one of the two has nothing to choose among.
        package init?(a: Evaluation, b: Evaluation, chosenOn: ChosenOn? = nil, dataset: Dataset) {
            guard let outcomesOfA = a.outcomes, let outcomesOfB = b.outcomes else { return nil }
            (self.a, self.b, self.chosenOn, self.dataset) = (a, b, chosenOn, dataset)
            (self.outcomesOfA, self.outcomesOfB) = (outcomesOfA, outcomesOfB)
        }

        package static func == (left: Question, right: Question) -> Bool {
            left.a.revision == right.a.revision && left.b.revision == right.b.revision
                && left.chosenOn == right.chosenOn
        }
    }

    package private(set) var reference = Reference(set: PromptSet(name: "", entries: []), origin: "")
    private(set) var evaluating = ReferenceJudging()
    package private(set) var inquiry = Inquiry<Question, Answer>()
    package private(set) var view = View.lists
    package private(set) var place = Place.agreement
    package private(set) var agreed = Agreed.onlyB
    /// The list that stands below where there is room for one.
    package private(set) var list = Place.classes
    package private(set) var classes = ListPosition()
    package private(set) var confusions = ListPosition()
    /// Of the difference of the matrices: the cell under the cursor.
    package private(set) var rows = ListPosition()
    package private(set) var columns = ListPosition()
    /// Of the prompts of both sides.
    package private(set) var prompts = ListPosition()

    /// Of A; of some of its templates only, while it is on its way.
    package var evaluation: Evaluation? { evaluating.evaluation }
}

// MARK: - A

extension SetComparison {
    /// A is another one from now on; Esc leads back to this one while a model or a run is waited for.
    mutating func take(_ reference: Reference) {
        let last = evaluating.previous ?? self.reference
        change(to: reference)
        evaluating.previous = reference.evaluate == .modelAtWork ? nil : last
    }

    /// What is on its way is given up; A is again what it was.
    /// - Parameter other: where it was nothing.
    mutating func leaveReference(or other: Reference) {
        let previous = evaluating.previous
        change(to: previous ?? other)
        evaluating.previous = nil
    }

    private mutating func change(to reference: Reference) {
        if case .model = self.reference.evaluate, reference.evaluate != self.reference.evaluate {
            evaluating.isLeft = true
        }
        self.reference = reference
        forgetEvaluation()
    }

    /// - Returns: whether what is under way for A is to be stopped.
    mutating func takeLeft() -> Bool {
        defer { evaluating.isLeft = false }
        return evaluating.isLeft
    }

    /// What makes A's evaluation beside B's; nil where it is known, or on its way.
    mutating func evaluate(beside current: Evaluation, of dataset: Dataset, _ labelColumn: Dataset.LabelColumn)
        -> ReferenceJudging.Step?
    {
        evaluating.next(reference, beside: current, of: dataset, labelColumn)
    }

    mutating func receive(_ evaluation: Evaluation) { evaluating.receive(evaluation) }

    /// - Returns: why A cannot be had, if it cannot.
    mutating func receive(_ update: ReferenceUpdate, generation: Int) -> String? {
        evaluating.receive(update, generation: generation)
    }

    /// Its numbers are of a model or of prompts that are gone.
    mutating func forgetEvaluation() {
        evaluating.forget()
        inquiry.forget()
    }
}

// MARK: - Where they differ

extension SetComparison {
    /// Lines of a list, and rows and columns of the difference of the matrices that there is room for.
    struct Room {
        let lines: Int
        let rows: Int
        let columns: Int
        /// Lines of the prompts of both sides: those that there are, and those in sight.
        let prompts: (count: Int, height: Int)
    }

    mutating func ask(_ question: Question) -> Request<Question>? { inquiry.ask(question) }

    /// - Returns: false for an answer to an older question.
    mutating func receive(_ answer: Answer, generation: Int) -> Bool {
        inquiry.receive(answer, generation: generation)
    }

    /// There is nothing to compare.
    mutating func forgetAnswer() { inquiry.forget() }

    /// Up from the first line of a list leads to the four numbers, down from them to the list.
    mutating func move(by step: Int, in room: Room) {
        if view == .matrix, step != 0 { return moveInMatrix(down: step, right: 0, in: room) }
        if view == .prompts {
            return prompts.move(to: prompts.cursor + step, count: room.prompts.count, height: room.prompts.height)
        }
        var step = step
        if place == .agreement, step > 0 {
            place = list
            step -= 1
        } else if place != .agreement, step < 0, (list == .classes ? classes : confusions).cursor == 0 {
            place = .agreement
        }
        classes.move(
            to: classes.cursor + (place == .classes ? step : 0), count: inquiry.answer?.classes.count ?? 0,
            height: room.lines)
        confusions.move(
            to: confusions.cursor + (place == .confusions ? step : 0), count: inquiry.answer?.confusions.count ?? 0,
            height: room.lines)
    }

    mutating func move(sideways step: Int, in room: Room) {
        if view == .matrix { return moveInMatrix(down: 0, right: step, in: room) }
        guard place == .agreement else {
            list = list == .classes ? .confusions : .classes
            place = list
            return move(by: 0, in: room)
        }
        let all = Agreed.allCases
        agreed = all[max(0, min(all.firstIndex(of: agreed)! + step, all.count - 1))]
    }

    mutating func moveInMatrix(down: Int, right: Int, in room: Room) {
        guard let change = inquiry.answer?.change else { return }
        rows.move(to: rows.cursor + down, count: change.rows.count, height: room.rows)
        columns.move(to: columns.cursor + right, count: change.columns.count, height: room.columns)
    }

    mutating func scroll(by step: Int, in room: Room) {
        guard let answer = inquiry.answer else { return }
        switch (view, list) {
        case (.prompts, _): prompts.scroll(by: step, count: room.prompts.count, height: room.prompts.height)
        case (.matrix, _): rows.scroll(by: step, count: answer.change.rows.count, height: room.rows)
        case (_, .classes): classes.scroll(by: step, count: answer.classes.count, height: room.lines)
        default: confusions.scroll(by: step, count: answer.confusions.count, height: room.lines)
        }
    }

    /// First where the change is largest.
    mutating func showMatrix(in room: Room) {
        view = .matrix
        guard let answer = inquiry.answer, let cell = answer.comparison?.confusion.cells.first,
            answer.change[rows.cursor, columns.cursor] == nil, let place = answer.change.place(of: cell)
        else { return moveInMatrix(down: 0, right: 0, in: room) }
        moveInMatrix(down: place.row - rows.cursor, right: place.column - columns.cursor, in: room)
    }

    mutating func showPrompts() { (view, prompts) = (.prompts, ListPosition()) }

    /// - Returns: false where they are shown already.
    mutating func showLists() -> Bool {
        defer { view = .lists }
        return view != .lists
    }

    mutating func point(at cell: (row: Int, column: Int)) {
        (rows.cursor, columns.cursor) = cell
    }

    mutating func point(at agreed: Agreed) {
        (place, self.agreed) = (.agreement, agreed)
    }

    /// - Parameters:
    ///   - place: one of the two lists.
    ///   - line: in sight, from 0; nil for the headings.
    mutating func point(at place: Place, line: Int?, in room: Room) {
        (self.place, list) = (place, place)
        guard let line else { return }
        let position = place == .classes ? classes : confusions
        let step = position.top + line - position.cursor
        // Up from the first line would leave the list.
        if step != 0 { move(by: step, in: room) }
    }

    /// Those that the number under the cursor counts.
    var chosenImages: ChosenImages? {
        guard let answer = inquiry.answer else { return nil }
        if view == .matrix { return answer.change[rows.cursor, columns.cursor].map(answer.images(in:)) }
        switch place {
        case .agreement: return ChosenImages(name: agreed.rawValue, images: answer.images(agreed))
        case .classes:
            guard answer.classes.indices.contains(classes.cursor) else { return nil }
            let label = answer.classes[classes.cursor].label
            return ChosenImages(name: "\(answer.name(of: label)) that turned", images: answer.turned(label))
        case .confusions:
            guard answer.confusions.indices.contains(confusions.cursor) else { return nil }
            return answer.images(in: answer.confusions[confusions.cursor])
        }
    }
}
