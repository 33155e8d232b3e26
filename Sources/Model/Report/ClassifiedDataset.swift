/// A dataset's images as a classifier sees them.
package struct ClassifiedDataset: Sendable {
    package let embedded: EmbeddedDataset
    package let labelColumn: Dataset.LabelColumn
    /// One an image that has an embedding, in order; empty where there are no classes.
    package let outcomes: [Outcome]
    /// Nil where no image has a label, and where there is one class to choose: every image is right then.
    package let metrics: Metrics?
    /// Nil where there are no classes.
    let classifier: ZeroShotClassifier?

    /// - Parameter classifier: of the label column's classes; nil where it has none.
    package init(_ embedded: EmbeddedDataset, labelColumn: Dataset.LabelColumn, classifier: ZeroShotClassifier?) throws
    {
        self.embedded = embedded
        self.labelColumn = labelColumn
        self.classifier = classifier
        outcomes = try classifier?.outcomes(of: embedded.table, labels: labelColumn.labels).compactMap { $0 } ?? []
        metrics = labelColumn.classes.count == 1 ? nil : Metrics(outcomes, classes: labelColumn.classes.count)
    }
}
