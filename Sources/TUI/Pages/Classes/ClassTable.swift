import Model

/// What the classes page remembers: the figures of every class, and the order they are listed in.
package struct ClassTable: Sendable {
    package enum Column: String, CaseIterable, Sendable {
        case label = "class"
        case images
        case recall = "top-1"
        case change
        case precision
        case f1 = "F1"
        case confusedWith = "most confused with"

        /// Words and counts begin with the largest number, shares with what needs attention.
        var isDescendingFirst: Bool { self == .images }
    }

    /// Figures now, and under the prompts before the last edit.
    package struct Question: Equatable, Sendable {
        package let current: Evaluation
        package let baseline: Evaluation?

        package static func == (left: Question, right: Question) -> Bool {
            left.current.revision == right.current.revision
                && left.baseline?.revision == right.baseline?.revision
        }
    }

    package struct Answer: Sendable {
        package let figures: ClassFigures?
        package let before: ClassFigures?
        /// Whose rows the figures are; nil without labels.
        package let choice: ClassChoice?

        package init(_ question: Question) {
            choice = question.current.request.choice
            figures = ClassFigures(question.current)
            before = question.baseline.flatMap(ClassFigures.init)
        }

        /// Of the recall, in points of 100; nil where the two do not rest on the same classes.
        func change(of label: Int) -> Double? {
            guard let figures, let before, before.rows.indices.contains(label),
                let now = figures.rows[label].recall, let then = before.rows[label].recall
            else { return nil }
            return 100 * (now - then)
        }
    }

    package private(set) var inquiry = Inquiry<Question, Answer>()
    package private(set) var column = Column.recall
    package private(set) var isDescending = false
    /// The classes that can be chosen, in the order that they are listed.
    package private(set) var order: [Int] = []
    /// Classes that the confusion page can be limited to.
    package private(set) var marked: Set<Int> = []
    /// Figures came while a template was being typed.
    package private(set) var isUnsorted = false
    package private(set) var position = ListPosition()

    package var selected: Int? { order.indices.contains(position.cursor) ? order[position.cursor] : nil }

    /// Of the class under the cursor.
    var selectedFigures: ConfusionMatrix.PerClass? {
        guard let selected, let rows = inquiry.answer?.figures?.rows, rows.indices.contains(selected) else {
            return nil
        }
        return rows[selected]
    }

    private mutating func sort() {
        isUnsorted = false
        guard let answer = inquiry.answer, let figures = answer.figures, let choice = answer.choice else {
            order = []
            return
        }
        let selected = selected
        let names = choice.classes
        let keys = names.indices.map { key(of: $0, answer, figures.rows[$0], names) }
        // Classes without a figure come last, either way.
        order = choice.offered.sorted { a, b in
            switch (keys[a], keys[b]) {
            case (nil, nil): a < b
            case (nil, _): false
            case (_, nil): true
            case (let x?, let y?): x == y ? a < b : (x < y) != isDescending
            }
        }
        if let selected, let row = order.firstIndex(of: selected) { position.cursor = row }
    }

    private func key(of label: Int, _ answer: Answer, _ row: ConfusionMatrix.PerClass, _ names: [String]) -> SortKey? {
        switch column {
        case .label: .text(names[label].lowercased())
        case .images: .number(Double(row.images))
        case .recall: row.recall.map(SortKey.number)
        case .change: answer.change(of: label).map(SortKey.number)
        case .precision: row.precision.map(SortKey.number)
        case .f1: row.f1.map(SortKey.number)
        case .confusedWith: row.mostConfusedWith.map { .text(names[$0].lowercased()) }
        }
    }

    private enum SortKey: Comparable {
        case number(Double)
        case text(String)
    }
}

// MARK: - What changes it

extension ClassTable {
    /// - Parameter height: lines in sight.
    mutating func move(by step: Int, height: Int) {
        position.move(to: position.cursor + step, count: order.count, height: height)
    }

    mutating func scroll(by step: Int, height: Int) {
        position.scroll(by: step, count: order.count, height: height)
    }

    mutating func sort(step: Int, height: Int) {
        let columns = Column.allCases
        let index = columns.firstIndex(of: column)! + step
        sort(by: columns[(index + columns.count) % columns.count], height: height)
    }

    /// By the same column again: the other way round.
    mutating func sort(by column: Column, height: Int) {
        isDescending = column == self.column ? !isDescending : column.isDescendingFirst
        self.column = column
        relist(height: height)
    }

    mutating func reverse(height: Int) {
        isDescending.toggle()
        relist(height: height)
    }

    private mutating func relist(height: Int) {
        sort()
        move(by: 0, height: height)
    }

    /// Marks the class under the cursor, or takes its mark away.
    mutating func mark() {
        if let selected { marked.formSymmetricDifference([selected]) }
    }

    /// - Returns: false where none was marked.
    mutating func unmarkAll() -> Bool {
        defer { marked = [] }
        return !marked.isEmpty
    }

    /// - Parameter isTyping: the numbers change and the rows stay.
    mutating func ask(_ question: Question, isTyping: Bool, height: Int) -> Request<Question>? {
        if isUnsorted, !isTyping { relist(height: height) }
        return inquiry.ask(question)
    }

    mutating func receive(_ answer: Answer, generation: Int, isTyping: Bool, height: Int) {
        guard inquiry.receive(answer, generation: generation) else { return }
        isUnsorted = true
        if !isTyping || order.count != answer.choice?.offered.count { relist(height: height) }
    }

    /// There is nothing to count.
    mutating func forget() {
        inquiry.forget()
        (order, marked) = ([], [])
    }
}

extension Evaluation {
    /// Two evaluations of one session are the same where these are.
    package var revision: [Int] { [request.generation, images, templatesDone] }
}
