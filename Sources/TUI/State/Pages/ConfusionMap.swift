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
        package let order: Order

        package static func == (left: Question, right: Question) -> Bool {
            left.evaluation.stamp == right.evaluation.stamp && left.order == right.order
        }
    }

    package struct Answer: Sendable {
        package let question: Question
        package let matrix: ConfusionMatrix
        /// All classes.
        package let order: [Int]
        /// The place of each class in the order.
        package let places: [Int]
        /// Cells off the diagonal, those of the most images first.
        package let pairs: [ConfusionMatrix.Cell]
        /// Columns of the longest name.
        package let nameWidth: Int

        /// Classes up to which blocks are looked for: that takes memory for each pair of them.
        private static let mostForBlocks = 4000

        package init(_ question: Question) {
            self.question = question
            let names = question.evaluation.request.labelling?.classes ?? []
            matrix = ConfusionMatrix(Predictions(question.evaluation.outcomes), classes: names.count)
            let wantsBlocks = question.order == .blocks && names.count <= Self.mostForBlocks
            order = wantsBlocks ? matrix.blockOrder : Array(names.indices)
            var places = [Int](repeating: 0, count: names.count)
            for (place, label) in order.enumerated() { places[label] = place }
            self.places = places
            pairs = matrix.confusions
            nameWidth = names.map(DisplayWidth.of).max() ?? 0
        }

        package func images(_ label: Int, takenFor predicted: Int) -> [Int32] {
            let labels = question.evaluation.request.labelling?.labels ?? []
            let outcomes = question.evaluation.outcomes
            return labels.indices.filter { labels[$0] == label && outcomes.predicted($0) == predicted }.map {
                Int32($0)
            }
        }
    }

    package var inquiry = Inquiry<Question, Answer>()
    package var order = Order.dataset
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
