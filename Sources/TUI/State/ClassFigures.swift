import Model

/// How well each class is recognised, counted over the images that have a label and an embedding.
package struct ClassFigures: Equatable, Sendable {
    package struct Row: Equatable, Sendable {
        /// Images of the class, images taken for it, and images that are both.
        package let images: Int
        package let predicted: Int
        package let right: Int
        package let mostConfusedWith: Int?

        /// Shares of 1; nil where nothing is counted.
        package var recall: Double? { images == 0 ? nil : Double(right) / Double(images) }
        package var precision: Double? { predicted == 0 ? nil : Double(right) / Double(predicted) }
        /// Harmonic mean of the two, 2 right / (images + predicted).
        package var f1: Double? { images == 0 ? nil : 2 * Double(right) / Double(images + predicted) }
    }

    /// One a class.
    package let rows: [Row]

    /// Nil where no image has both a label and an embedding.
    package init?(_ evaluation: Evaluation) {
        guard let metrics = evaluation.metrics else { return nil }
        var predicted = [Int](repeating: 0, count: metrics.perClass.count)
        var right = predicted
        for case let outcome? in evaluation.outcomes {
            guard let truth = outcome.truth else { continue }
            predicted[outcome.predicted] += 1
            if truth.rank == 1 { right[truth.label] += 1 }
        }
        rows = metrics.perClass.map { own in
            Row(
                images: own.images, predicted: predicted[own.label], right: right[own.label],
                mostConfusedWith: own.mostConfusedWith)
        }
    }

    /// Over the classes that have images; nil where none does. A class that nothing is taken for counts as 0.
    package func mean(_ share: (Row) -> Double?) -> Double? {
        let counted = rows.filter { $0.images > 0 }
        return counted.isEmpty ? nil : counted.reduce(0) { $0 + (share($1) ?? 0) } / Double(counted.count)
    }
}
