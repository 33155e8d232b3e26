/// A dataset's images as a classifier sees them.
package struct ClassifiedDataset: Sendable {
    package let embedded: EmbeddedDataset
    package let labelling: Dataset.Labelling
    /// One an image that has an embedding, in order; empty where there are no classes.
    package let outcomes: [Outcome]
    /// Nil where no image has a label, and where there is one class to choose: every image is right then.
    package let metrics: Metrics?
    /// Nil where there are no classes.
    let classifier: ZeroShotClassifier?

    /// - Parameter classifier: of the labelling's classes; nil where it has none.
    package init(_ embedded: EmbeddedDataset, labelling: Dataset.Labelling, classifier: ZeroShotClassifier?) throws {
        self.embedded = embedded
        self.labelling = labelling
        self.classifier = classifier
        outcomes = try classifier?.outcomes(of: embedded.table, labels: labelling.labels).compactMap { $0 } ?? []
        metrics = labelling.classes.count == 1 ? nil : Metrics(outcomes, classes: labelling.classes.count)
    }
}
