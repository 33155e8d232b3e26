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
            left.evaluation.stamp == right.evaluation.stamp && left.order == right.order && left.chosen == right.chosen
        }
    }

    package var inquiry = Inquiry<Question, Answer>()
    package var order = Order.dataset
    /// The classes that the map is limited to; nil for all.
    package var chosen: [Int]?
    package var showsDiagonal = true
    /// The cell under the cursor; nil before there is an answer.
    package var cell: Cell?
    /// Nobody has moved the cursor yet: it stays on what is confused most.
    package var followsFirst = true
    /// Places of the first row and the first column in sight.
    package var top = 0
    package var left = 0
    /// The first line of the list of pairs in sight.
    package var pairsTop = 0
    /// Answers that came while a template was being typed keep the order that stood there.
    package var standing: Standing?

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
            let labels = question.evaluation.request.labelling?.labels ?? []
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
