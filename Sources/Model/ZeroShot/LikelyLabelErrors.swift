/// Images whose label is likely wrong: the classifier takes them for another class, and is at least as sure of that as it
/// is, on average, of the images that carry that class's label. This is how confident learning counts label errors
/// (Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels", section 3.1), with
/// the predicted class as the only candidate for the true one. A zero-shot classifier has learnt from none of the labels,
/// so that its probabilities need no held-out folds.
package struct LikelyLabelErrors: Sendable {
    /// The mean probability of each class over the images that carry its label, [classes]; infinite for a class without
    /// images, which no label can be mistaken for.
    package let thresholds: [Float]
    private let outcomes: Outcomes

    /// - Parameter classes: of the dataset; what is taken for a class that was added to them is not moved.
    package init(_ outcomes: Outcomes, classes: Int) {
        var sums = [Double](repeating: 0, count: classes)
        var counts = [Int](repeating: 0, count: classes)
        for image in outcomes.indices {
            guard let truth = outcomes[image]?.truth else { continue }
            sums[truth.label] += Double(truth.probability)
            counts[truth.label] += 1
        }
        thresholds = zip(sums, counts).map { sum, count in count == 0 ? .infinity : Float(sum / Double(count)) }
        self.outcomes = outcomes
    }

    package func contains(_ image: Int) -> Bool {
        guard outcomes.isRight(image) == false, let outcome = outcomes[image] else { return false }
        return thresholds.indices.contains(outcome.predicted) && outcome.confidence >= thresholds[outcome.predicted]
    }
}
