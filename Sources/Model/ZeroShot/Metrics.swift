/// Accuracy of a classifier over the images that have both a label and an embedding.
public struct Metrics: Sendable, Equatable {
    /// The figures of one class.
    public struct PerClass: Sendable, Equatable {
        /// The class.
        public let label: Int
        /// Images of the class that count.
        public let images: Int
        /// Recall: share of the class's images that are classified as it, 0...1; nil for a class without images.
        public let recall: Double?
        /// The class that most of its misclassified images go to.
        public let mostConfusedWith: Int?
        /// Images that are classified as the class, with or without a label.
        public let predicted: Int
    }

    /// Images that count: with a label and an embedding.
    public let images: Int
    /// Images whose class is the most probable one.
    public let right: Int
    /// Shares of 1.
    public let top1: Double
    /// Share of images whose class is among the five most probable, 0...1.
    public let top5: Double
    /// Mean over the classes that have images of their top-1: the measure of the imbalanced sets in
    /// Radford et al. 2021, table 9.
    public let meanPerClass: Double
    /// Expected calibration error, 15 equal bins of confidence (Guo et al. 2017, equation 3).
    public let expectedCalibrationError: Double
    /// One a class, in their order.
    public let perClass: [PerClass]

    /// Nil when no image has a label: accuracy is then absent rather than 0.
    package init?(_ outcomes: Outcomes, classes: Int) {
        self.init(outcomes.lazy.compactMap { $0 }, classes: classes)
    }

    /// Nil when no image has a label.
    public init?(_ outcomes: some Sequence<Outcome>, classes: Int) {
        var predicted = [Int](repeating: 0, count: classes)
        var confusion = ConfusionCounts(classes: classes)
        var rightOfFive = 0
        var reliability = ReliabilityDiagram()
        for outcome in outcomes {
            predicted[outcome.predicted] += 1
            guard let truth = outcome.truth else { continue }
            confusion.add(truth.label, predicted: outcome.predicted)
            rightOfFive += truth.rank <= 5 ? 1 : 0
            reliability.add(outcome.confidence, isRight: truth.rank == 1)
        }
        images = confusion.images.reduce(0, +)
        guard images > 0, let error = reliability.expectedCalibrationError else { return nil }
        right = confusion.right.reduce(0, +)
        top1 = Double(right) / Double(images)
        top5 = Double(rightOfFive) / Double(images)
        expectedCalibrationError = error
        let others = confusion.mostConfusedWith
        perClass = (0..<classes).map { label in
            let count = confusion.images[label]
            return PerClass(
                label: label, images: count, recall: count == 0 ? nil : Double(confusion.right[label]) / Double(count),
                mostConfusedWith: others[label], predicted: predicted[label])
        }
        let recalls = perClass.compactMap(\.recall)
        meanPerClass = recalls.reduce(0, +) / Double(recalls.count)
    }
}
