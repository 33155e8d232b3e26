import Model

/// How well each class is recognised, counted over the images that have a label and an embedding.
package struct ClassFigures: Equatable, Sendable {
    package let matrix: ConfusionMatrix
    /// One a class.
    package let rows: [ConfusionMatrix.PerClass]

    /// Nil where no image has both a label and an embedding.
    package init?(_ evaluation: Evaluation) {
        guard evaluation.metrics != nil, let outcomes = evaluation.outcomes,
            let classes = evaluation.request.choice?.classes.count
        else { return nil }
        matrix = ConfusionMatrix(Predictions(outcomes), classes: classes)
        rows = matrix.perClass
    }

    /// Over the classes that have one; nil where none does.
    package func mean(_ share: (ConfusionMatrix.PerClass) -> Double?) -> Double? {
        let values = rows.compactMap(share)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}

extension ConfusionMatrix.PerClass {
    /// Images of the class that are taken for another, and of others that are taken for it.
    var wrong: Int { images - right }
    var wronglyTaken: Int { predicted - right }
}
