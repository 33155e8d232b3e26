/// Two classifiers A and B on the same images: what differs, how sure that is, and on which images and classes.
/// A difference is always B's value less A's.
package struct Comparison: Sendable {
    package struct Difference: Sendable, Equatable {
        package let measure: Measure
        package let a: Double
        package let b: Double
        /// Of the difference, from the bootstrap.
        package let interval: ClosedRange<Double>

        package var value: Double { b - a }
        /// The interval leaves out 0.
        package var isSignificant: Bool { !interval.contains(0) }
    }

    package struct PerClass: Sendable, Equatable {
        package let label: Int
        package let images: Int
        /// Images of the class that are right.
        package let rightA: Int
        package let rightB: Int
        /// Images of the class that B alone, and that A alone, gets right.
        package let gained: Int
        package let lost: Int

        /// B's recall less A's.
        package var difference: Double { Double(rightB - rightA) / Double(images) }
    }

    /// Images that were compared.
    package let images: Int
    /// In the order of `Measure.allCases`.
    package let differences: [Difference]
    package let bootstrap: PairedBootstrap
    package let mcNemar: McNemar
    package let agreement: Agreement
    /// The classes that have images, those that moved most first.
    package let perClass: [PerClass]
    package let confusion: ConfusionChange

    /// - Parameters:
    ///   - a: of the same images as `b`, in the same order. Images count that both judged and that have one label.
    ///   - progress: called with the resamples done, from several threads.
    /// - Returns: nil where no image counts.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package static func of(
        _ a: Predictions, _ b: Predictions, classes: Int, bootstrap: PairedBootstrap = PairedBootstrap(),
        progress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Comparison? {
        let agreement = Agreement(a, b)
        guard agreement.images > 0 else { return nil }
        let sample = PairedSample(a, b, images: agreement.judged, classes: classes)
        let intervals = try bootstrap.intervals(sample, progress: progress, isCancelled: isCancelled)
        return Comparison(
            a, b, agreement: agreement, sample: sample, classes: classes, bootstrap: bootstrap, intervals: intervals)
    }

    private init(
        _ a: Predictions, _ b: Predictions, agreement: Agreement, sample: PairedSample, classes: Int,
        bootstrap: PairedBootstrap, intervals: [Measure: ClosedRange<Double>]
    ) {
        images = agreement.images
        self.agreement = agreement
        self.bootstrap = bootstrap
        let measures = sample.measures(of: 0..<sample.count)
        differences = Measure.allCases.map {
            Difference(measure: $0, a: measures.a[$0], b: measures.b[$0], interval: intervals[$0]!)
        }
        mcNemar = McNemar(onlyA: agreement.onlyA.count, onlyB: agreement.onlyB.count)
        perClass = Self.perClass(a.labels, agreement, classes: classes)
        confusion = ConfusionChange(a, b, images: agreement.judged, classes: classes)
    }

    private static func perClass(_ labels: [Int32], _ agreement: Agreement, classes: Int) -> [PerClass] {
        let count = { (images: [Int32]) in
            images.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int(labels[Int($1)])] += 1 }
        }
        let (both, neither) = (count(agreement.bothRight), count(agreement.bothWrong))
        let (lost, gained) = (count(agreement.onlyA), count(agreement.onlyB))
        return (0..<classes).compactMap { label in
            let images = both[label] + neither[label] + lost[label] + gained[label]
            guard images > 0 else { return nil }
            return PerClass(
                label: label, images: images, rightA: both[label] + lost[label],
                rightB: both[label] + gained[label], gained: gained[label], lost: lost[label])
        }.sorted {
            (abs($1.difference), $1.gained + $1.lost, $0.label) < (abs($0.difference), $0.gained + $0.lost, $1.label)
        }
    }
}
