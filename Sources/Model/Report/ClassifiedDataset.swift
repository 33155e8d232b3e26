/// A dataset's images as a classifier sees them.
package struct ClassifiedDataset: Sendable {
    package let embedded: EmbeddedDataset
    package let labelling: Dataset.Labelling
    /// One a row of `embedded.embeddings`; empty where there are no classes.
    package let outcomes: [Outcome]
    /// Nil where no image has a label.
    package let metrics: Metrics?
    /// Nil where there are no classes.
    let classifier: ZeroShotClassifier?

    /// - Parameter classifier: of the labelling's classes; nil where it has none.
    package init(_ embedded: EmbeddedDataset, labelling: Dataset.Labelling, classifier: ZeroShotClassifier?) {
        self.embedded = embedded
        self.labelling = labelling
        self.classifier = classifier
        outcomes =
            classifier?.outcomes(embedded.embeddings, labels: embedded.images.map { labelling.labels[$0] }) ?? []
        metrics = Metrics(outcomes, classes: labelling.classes.count)
    }
}
