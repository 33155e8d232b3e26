import Foundation

/// What the classifier says of one image.
public struct Outcome: Sendable, Equatable {
    /// The class of the highest probability.
    public let predicted: Int
    /// Its probability, 0...1.
    public let confidence: Float
    /// The true class, its probability and its rank (1 is best); nil where the dataset has no label.
    public let truth: Truth?
    /// Shannon entropy of the probabilities, in nats.
    public let entropy: Float
    /// Probability of the predicted class less that of the runner-up.
    package let lead: Float

    /// What the classifier says of the true class.
    public struct Truth: Sendable, Equatable {
        /// The true class.
        public let label: Int
        /// Of the true class, 0...1.
        public let probability: Float
        /// Of the true class; 1 is best.
        public let rank: Int
        /// Probability of the true class less that of the best other class: negative when wrong.
        public let margin: Float

        package init(label: Int, probability: Float, rank: Int, margin: Float) {
            (self.label, self.probability, self.rank, self.margin) = (label, probability, rank, margin)
        }

        /// Negative log likelihood in nats. A probability that underflowed counts as the least normal Float.
        public var loss: Float { -log(max(probability, .leastNormalMagnitude)) }
    }

    package init(predicted: Int, confidence: Float, truth: Truth?, entropy: Float, lead: Float) {
        self.predicted = predicted
        self.confidence = confidence
        self.truth = truth
        self.entropy = entropy
        self.lead = lead
    }

    package var isRight: Bool? { truth.map { $0.rank == 1 } }

    /// - Parameters:
    ///   - probabilities: one row, [classes], summing to 1; a tie goes to the lower class index.
    ///   - label: the true class, or nil.
    package init<Row: RandomAccessCollection<Float>>(probabilities: Row, label: Int?) where Row.Index == Int {
        let base = probabilities.startIndex
        var best = 0
        var second: Float = 0
        var entropy: Float = 0
        for index in 0..<probabilities.count {
            let p = probabilities[base + index]
            if index > 0 {
                if p > probabilities[base + best] {
                    second = probabilities[base + best]
                    best = index
                } else {
                    second = max(second, p)
                }
            }
            if p > 0 { entropy -= p * log(p) }
        }
        predicted = best
        confidence = probabilities[base + best]
        lead = confidence - second
        self.entropy = entropy
        truth = label.map { label in
            let own = probabilities[base + label]
            var rank = 1
            for index in 0..<probabilities.count where index != label {
                let p = probabilities[base + index]
                if p > own || (p == own && index < label) { rank += 1 }
            }
            let bestOther = best == label ? second : probabilities[base + best]
            return Truth(label: label, probability: own, rank: rank, margin: own - bestOther)
        }
    }
}
