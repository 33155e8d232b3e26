extension ConfusionMatrix {
    /// What the matrix says of one class (van Rijsbergen 1979, chapter 7).
    package struct PerClass: Sendable, Equatable {
        package let label: Int
        /// Images of the class.
        package let images: Int
        /// Images classified as the class.
        package let predicted: Int
        /// Images of the class that are classified as it.
        package let right: Int
        /// The class that most of its misclassified images go to, the lower index first among equals.
        package let mostConfusedWith: Int?

        /// Share of the images classified as the class that are of it; nil where there are none.
        package var precision: Double? { predicted == 0 ? nil : Double(right) / Double(predicted) }
        /// Share of the class's images that are classified as it; nil where it has none.
        package var recall: Double? { images == 0 ? nil : Double(right) / Double(images) }
        /// Harmonic mean of precision and recall, 2 right / (images + predicted); nil where both are absent.
        package var f1: Double? { images + predicted == 0 ? nil : Double(2 * right) / Double(images + predicted) }
    }

    package var perClass: [PerClass] {
        (0..<classes).map { label in
            let others = row(label).filter { $0.predicted != label }
            return PerClass(
                label: label, images: support[label], predicted: predicted[label], right: self[label, label],
                mostConfusedWith: others.max { ($0.images, $1.predicted) < ($1.images, $0.predicted) }?.predicted)
        }
    }

    /// Mean F1 of the classes that have one; nil without images.
    package var macroF1: Double? {
        let values = perClass.compactMap(\.f1)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
