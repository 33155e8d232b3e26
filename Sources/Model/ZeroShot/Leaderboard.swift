/// Classifiers on the same images, the best first.
package struct Leaderboard: Sendable {
    /// What they are ranked by.
    package enum Order: String, CaseIterable, Sendable, Encodable {
        case top1
        case meanPerClass = "mean-per-class"
        case logLoss = "log-loss"
    }

    /// A figure with its interval at 95 %.
    package struct Estimate: Sendable, Equatable {
        package let value: Double
        package let interval: ClosedRange<Double>
    }

    package struct Row: Sendable {
        /// Number of the classifier, as they were given.
        package let classifier: Int
        /// Shares of 1.
        package let top1: Estimate
        /// Of the classes' recalls, over the classes that have images.
        package let meanPerClass: Estimate
        /// Mean of -ln(probability of the true class), in nats.
        package let logLoss: Estimate
        /// How far it is behind the first in what they are ranked by, on the same images; nil for the first, and where the
        /// images are those that a classifier was chosen on.
        package let toFirst: Estimate?

        /// The images speak for a difference to the first.
        package var differs: Bool { toFirst.map { !$0.interval.contains(0) } ?? false }
    }

    package let order: Order
    /// Images that count: evaluated by all, and none that a classifier was chosen on, where there are others.
    package let images: Int
    /// Images that all evaluated and that one was chosen on.
    package let chosenOn: Int
    package let rows: [Row]

    /// False where the images are those that a classifier was chosen on, there being no others.
    package let isTested: Bool

    /// - Parameters:
    ///   - outcomes: of the same images in the same order, one list a classifier, with classes of the same numbers.
    ///   - isChosenOn: whether a classifier was chosen on an image.
    /// - Returns: nil where no image was evaluated by all.
    package init?(
        _ outcomes: [Outcomes], classes: Int, by order: Order, isChosenOn: (Int) -> Bool = { _ in false }
    ) {
        guard let first = outcomes.first else { return nil }
        let evaluated = first.indices.filter { image in
            guard let label = first[image]?.truth?.label else { return false }
            return outcomes.allSatisfy { $0[image]?.truth?.label == label }
        }
        let others = evaluated.filter { !isChosenOn($0) }
        guard !evaluated.isEmpty else { return nil }
        isTested = !others.isEmpty
        let counted = others.isEmpty ? evaluated : others
        (images, chosenOn, self.order) = (counted.count, evaluated.count - others.count, order)

        let samples = outcomes.map { Sample($0, images: counted, classes: classes) }
        let ranked = samples.indices.sorted { samples[$0].precedes(samples[$1], by: order) }
        let best = samples[ranked[0]]
        rows = ranked.enumerated().map { place, number in
            let sample = samples[number]
            return Row(
                classifier: number, top1: sample.top1, meanPerClass: sample.meanPerClass, logLoss: sample.logLoss,
                toFirst: place == 0 || others.isEmpty ? nil : sample.difference(to: best, in: order))
        }
    }
}

/// What one classifier says of the images that count.
private struct Sample {
    /// Images of each class.
    private let images: [Double]
    private let labels: [Int]
    private let isRight: [Bool]
    /// In nats.
    private let losses: [Double]

    init(_ outcomes: Outcomes, images: [Int], classes: Int) {
        let truths = images.map { outcomes[$0]!.truth! }
        labels = truths.map(\.label)
        isRight = truths.map { $0.rank == 1 }
        losses = truths.map { Double($0.loss) }
        self.images = labels.reduce(into: [Double](repeating: 0, count: classes)) { $0[$1] += 1 }
    }

    private var count: Double { Double(labels.count) }

    /// Images of each class for which `counts`.
    private func perClass(_ counts: (Int) -> Bool) -> [Double] {
        labels.indices.reduce(into: [Double](repeating: 0, count: images.count)) {
            $0[labels[$1]] += counts($1) ? 1 : 0
        }
    }

    var top1: Leaderboard.Estimate {
        Leaderboard.Estimate(ShareInterval(share: Double(isRight.count { $0 }) / count, images: count))
    }

    var meanPerClass: Leaderboard.Estimate {
        let recalls = zip(images, perClass { isRight[$0] }).compactMap { $0 > 0 ? $1 / $0 : nil }
        return Leaderboard.Estimate(
            ShareInterval(
                share: min(1, recalls.reduce(0, +) / Double(recalls.count)),
                images: ScoreInterval.equalImages(images.filter { $0 > 0 })))
    }

    var logLoss: Leaderboard.Estimate { Leaderboard.Estimate(meanOf: losses) }

    func precedes(_ other: Sample, by order: Leaderboard.Order) -> Bool {
        let (own, their) = (logLoss.value, other.logLoss.value)
        return switch order {
        case .top1: (top1.value, -own) > (other.top1.value, -their)
        case .meanPerClass: (meanPerClass.value, -own) > (other.meanPerClass.value, -their)
        case .logLoss: own < their
        }
    }

    /// This one's figure less that of another one.
    func difference(to other: Sample, in order: Leaderboard.Order) -> Leaderboard.Estimate {
        let isGained = { (image: Int) in isRight[image] && !other.isRight[image] }
        let isLost = { (image: Int) in !isRight[image] && other.isRight[image] }
        switch order {
        case .top1:
            return Leaderboard.Estimate(
                ScoreInterval(
                    gained: Double(labels.indices.count(where: isGained)),
                    lost: Double(labels.indices.count(where: isLost)), images: count))
        case .meanPerClass:
            return Leaderboard.Estimate(
                ScoreInterval(
                    ofRecalls: zip(images, zip(perClass(isGained), perClass(isLost))).compactMap {
                        $0 > 0 ? (images: $0, gained: $1.0, lost: $1.1) : nil
                    }))
        case .logLoss: return Leaderboard.Estimate(meanOf: zip(losses, other.losses).map { $0 - $1 })
        }
    }
}

extension Leaderboard.Estimate {
    fileprivate init(_ interval: ShareInterval) { self.init(value: interval.share, interval: interval.range) }

    fileprivate init(_ interval: ScoreInterval) { self.init(value: interval.difference, interval: interval.range) }

    /// The mean of a sample, and 1.96 standard errors to both sides.
    fileprivate init(meanOf values: [Double]) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)
        let half = ScoreInterval.quantile * (variance / count).squareRoot()
        self.init(value: mean, interval: mean - half...mean + half)
    }
}
