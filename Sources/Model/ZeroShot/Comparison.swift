/// Two classifiers A and B on the same images: what differs, how sure that is, and on which images and classes.
/// A difference is always B's value less A's.
package struct Comparison: Sendable {
    package struct Difference: Sendable, Equatable {
        package let measure: Measure
        package let a: Double
        package let b: Double
        /// Of the difference; nil where the images say too little of it.
        package let interval: ClosedRange<Double>?

        package var value: Double { b - a }
        /// The interval leaves out 0.
        package var isSignificant: Bool { interval.map { !$0.contains(0) } ?? false }
    }

    /// What can be said of B's accuracy beside A's.
    package enum Verdict: Sendable, Equatable {
        /// Right on the same images.
        case same
        case noDifference, better, worse
        /// The images are those that a side was chosen on.
        case untested
    }

    /// The images that a side was chosen on. They praise what was fitted to them, so that they are left out where there
    /// are others.
    package struct Chosen: Sendable, Equatable {
        /// How many of those that both evaluated.
        package let images: Int
        /// They are left out: all else is of the other images.
        package let isLeftOut: Bool
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
    /// Nil where no side was chosen on any.
    package let chosen: Chosen?
    /// In the order of `Measure.allCases`.
    package let differences: [Difference]
    package let mcNemar: McNemar
    package let agreement: Agreement
    /// The classes that have images, those that moved most first.
    package let perClass: [PerClass]
    package let confusion: ConfusionChange

    /// - Parameters:
    ///   - a: of the same images as `b`, in the same order. Images count that both evaluated and that have one label.
    ///   - isChosenOn: whether a side was chosen on an image.
    ///   - bootstrap: nil: without the interval of the calibration error.
    ///   - progress: called with the resamples done, from several threads.
    /// - Returns: nil where no image counts.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package static func of(
        _ a: Predictions, _ b: Predictions, classes: Int, isChosenOn: ((Int) -> Bool)? = nil,
        bootstrap: PairedBootstrap? = PairedBootstrap(),
        progress: @Sendable (Int) -> Void = { _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Comparison? {
        let all = Agreement(a, b)
        let others = isChosenOn.map { isChosenOn in Agreement(a, b, where: { !isChosenOn($0) }) } ?? all
        let agreement = others.images > 0 ? others : all
        guard agreement.images > 0 else { return nil }
        let chosen = Chosen(images: all.images - others.images, isLeftOut: others.images > 0)
        let sample = PairedSample(a, b, images: agreement.evaluated, classes: classes)
        if isCancelled() { throw CancellationError() }
        let interval = try bootstrap?.interval(sample, progress: progress, isCancelled: isCancelled)
        return Comparison(
            a, b, agreement: agreement, chosen: chosen.images > 0 ? chosen : nil, sample: sample, classes: classes,
            calibration: interval)
    }

    /// - Parameter calibration: interval of the difference of the calibration errors.
    private init(
        _ a: Predictions, _ b: Predictions, agreement: Agreement, chosen: Chosen?, sample: PairedSample, classes: Int,
        calibration: ClosedRange<Double>?
    ) {
        images = agreement.images
        (self.agreement, self.chosen) = (agreement, chosen)
        let perClass = Self.perClass(a.labels, agreement, classes: classes)
        let isTested = chosen?.isLeftOut ?? true
        let measures = sample.measures(of: 0..<sample.count)
        let among5 = agreement.evaluated.reduce(into: (a: 0.0, b: 0.0)) { counts, image in
            let (isA, isB) = (a.ranks[image] <= 5, b.ranks[image] <= 5)
            counts.a += isA && !isB ? 1 : 0
            counts.b += isB && !isA ? 1 : 0
        }
        let intervals = Measure.allCases.map { (measure) -> ClosedRange<Double>? in
            switch measure {
            case .top1:
                ScoreInterval(
                    gained: Double(agreement.onlyB.count), lost: Double(agreement.onlyA.count),
                    images: Double(agreement.images)
                ).range
            case .top5:
                ScoreInterval(gained: among5.b, lost: among5.a, images: Double(agreement.images)).range
            case .meanPerClass:
                ScoreInterval(
                    ofRecalls: perClass.map { (Double($0.images), Double($0.gained), Double($0.lost)) }
                ).range
            case .calibrationError: calibration
            }
        }
        differences = zip(Measure.allCases, intervals).map { measure, interval in
            Difference(
                measure: measure, a: measures.a[measure], b: measures.b[measure], interval: isTested ? interval : nil)
        }
        mcNemar = McNemar(onlyA: agreement.onlyA.count, onlyB: agreement.onlyB.count)
        self.perClass = perClass
        confusion = ConfusionChange(a, b, images: agreement.evaluated, classes: classes)
    }

    package var verdict: Verdict {
        guard mcNemar.onlyA + mcNemar.onlyB > 0 else { return .same }
        if let chosen, !chosen.isLeftOut { return .untested }
        guard mcNemar.isSignificant else { return .noDifference }
        return mcNemar.onlyB > mcNemar.onlyA ? .better : .worse
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

/// The images that two classifiers evaluated, by who is right: each list ascending.
package struct Agreement: Sendable, Equatable {
    package private(set) var bothRight: [Int32] = []
    package private(set) var bothWrong: [Int32] = []
    /// A is right and B wrong.
    package private(set) var onlyA: [Int32] = []
    package private(set) var onlyB: [Int32] = []
    /// All of them.
    private(set) var evaluated: [Int] = []

    /// - Parameters:
    ///   - b: of the same images as `a`; an image that the two label differently does not count.
    ///   - counts: whether an image counts at all.
    package init(_ a: Predictions, _ b: Predictions, where counts: (Int) -> Bool = { _ in true }) {
        precondition(a.count == b.count, "\(a.count) images against \(b.count)")
        for image in 0..<a.count
        where a.isEvaluated(image) && b.isEvaluated(image) && a.labels[image] == b.labels[image] && counts(image) {
            evaluated.append(image)
            switch (a.isRight(image), b.isRight(image)) {
            case (true, true): bothRight.append(Int32(image))
            case (true, false): onlyA.append(Int32(image))
            case (false, true): onlyB.append(Int32(image))
            case (false, false): bothWrong.append(Int32(image))
            }
        }
    }

    package var images: Int { bothRight.count + bothWrong.count + onlyA.count + onlyB.count }
}

/// The difference of two confusion matrices of the same images: the cells that changed.
package struct ConfusionChange: Sendable, Equatable {
    package struct Cell: Sendable, Equatable {
        package let label: Int
        package let predicted: Int
        /// Images in the cell.
        package let a: Int
        package let b: Int

        package var difference: Int { b - a }
    }

    /// Those that changed most first.
    package let cells: [Cell]

    package init(_ a: Predictions, _ b: Predictions, images: some Sequence<Int>, classes: Int) {
        var counts: [Int: (a: Int, b: Int)] = [:]
        for image in images {
            let row = Int(a.labels[image]) * classes
            counts[row + Int(a.predicted[image]), default: (0, 0)].a += 1
            counts[row + Int(b.predicted[image]), default: (0, 0)].b += 1
        }
        cells = counts.filter { $0.value.a != $0.value.b }.map { key, images in
            Cell(label: key / classes, predicted: key % classes, a: images.a, b: images.b)
        }.sorted {
            (abs($1.difference), $0.label, $0.predicted) < (abs($0.difference), $1.label, $1.predicted)
        }
    }

    /// Cells off the diagonal.
    package var confusions: [Cell] { cells.filter { $0.label != $0.predicted } }
}
