/// What a classifier said of images, as far as comparisons need it: in columns, 16 bytes an image.
package struct Predictions: Sendable, Equatable {
    /// The true class; -1 where an image has none.
    package private(set) var labels: [Int32] = []
    /// The class of the highest probability; -1 where the image was not classified.
    package private(set) var predicted: [Int32] = []
    /// Rank of the true class, 1 being the best; 0 without one.
    package private(set) var ranks: [Int32] = []
    /// Probability of the predicted class, 0...1.
    package private(set) var confidences: [Float] = []

    package init() {}

    package init(labels: [Int32], predicted: [Int32], ranks: [Int32], confidences: [Float]) {
        precondition(
            [predicted.count, ranks.count, confidences.count].allSatisfy { $0 == labels.count }, "columns of one length"
        )
        (self.labels, self.predicted, self.ranks, self.confidences) = (labels, predicted, ranks, confidences)
    }

    /// - Parameter outcomes: one an image, nil where it was not classified.
    package init(_ outcomes: some Sequence<Outcome?>) {
        for outcome in outcomes {
            append(
                label: outcome?.truth?.label, predicted: outcome?.predicted, rank: outcome?.truth?.rank,
                confidence: outcome?.confidence ?? 0)
        }
    }

    package mutating func append(label: Int?, predicted: Int?, rank: Int?, confidence: Float) {
        labels.append(Int32(label ?? -1))
        self.predicted.append(Int32(predicted ?? -1))
        ranks.append(Int32(rank ?? 0))
        confidences.append(confidence)
    }

    /// The same with another number for every class.
    /// - Parameter classes: the new number of each.
    package func renumbered(_ classes: [Int]) -> Predictions {
        func renumbered(_ label: Int32) -> Int32 { label < 0 ? label : Int32(classes[Int(label)]) }
        return Predictions(
            labels: labels.map(renumbered), predicted: predicted.map(renumbered), ranks: ranks,
            confidences: confidences)
    }

    package var count: Int { labels.count }

    /// It has a label and was classified, so that it can be right or wrong.
    package func isEvaluated(_ image: Int) -> Bool { labels[image] >= 0 && predicted[image] >= 0 }

    package func isRight(_ image: Int) -> Bool { ranks[image] == 1 }
}

extension ZeroShotClassifier {
    /// What it says of the images of a table.
    /// - Parameter labels: the true class of each, nil where it has none.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func predictions(
        _ table: EmbeddingTable, labels: [Int?], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Predictions {
        Predictions(try outcomes(of: table, labels: labels, isCancelled: isCancelled))
    }
}
