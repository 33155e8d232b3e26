import Model

extension SetComparison {
    package struct Answer: Sendable {
        package let question: Question
        /// Those of B, and the ones that A alone adds.
        private let classNames: [String]
        /// The number among those of each class of A.
        private let placesOfA: [Int]
        /// Nil where no image has a label and was classified by both.
        package let comparison: Comparison?
        /// Of the bootstrap, done so far; the comparison's intervals stand when all are.
        package let resamples: Int
        /// Classes with images that one of the two alone gets right, the largest difference first.
        package let classes: [Comparison.PerClass]
        /// The largest difference first.
        package let confusions: [ConfusionChange.Cell]
        /// The difference of the two confusion matrices.
        package let change: ChangeMatrix

        package static let bootstrap = PairedBootstrap()

        package var hasIntervals: Bool { resamples == Self.bootstrap.resamples }
    }
}

extension SetComparison.Question {
    /// The classes of both, and the number among them of each class of A.
    fileprivate var joined: (classes: [String], places: [Int]) {
        guard let a = a.request.choice, let b = b.request.choice else { return ([], []) }
        return b.joined(with: a)
    }
}

extension SetComparison.Answer {
    /// Counts what differs and tells it at once, then draws the intervals.
    /// - Parameter tell: called with the answer so far, from several threads, the last time with all of it.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package static func find(
        _ question: SetComparison.Question, isCancelled: @Sendable () -> Bool = { false },
        tell: @Sendable (Self) -> Void
    ) throws {
        let classes = question.joined.classes.count
        let a = Predictions(question.outcomesOfA).renumbered(question.joined.places)
        let b = Predictions(question.outcomesOfB)
        let isChosenOn = question.chosenOn.map { chosenOn in
            { (image: Int) in chosenOn.contains(question.dataset.images[image].path) }
        }
        let counted = try Comparison.of(
            a, b, classes: classes, isChosenOn: isChosenOn, bootstrap: nil, isCancelled: isCancelled)
        guard counted != nil else { return tell(Self(question, nil, resamples: 0)) }
        tell(Self(question, counted, resamples: 0))
        let pace = Pace(every: .milliseconds(200), beginsAtOnce: false)
        let whole = try Comparison.of(
            a, b, classes: classes, isChosenOn: isChosenOn, bootstrap: bootstrap,
            progress: { done in
                if done < bootstrap.resamples, pace.isDue { tell(Self(question, counted, resamples: done)) }
            }, isCancelled: isCancelled)
        tell(Self(question, whole, resamples: bootstrap.resamples))
    }

    private init(_ question: SetComparison.Question, _ comparison: Comparison?, resamples: Int) {
        (self.question, self.comparison, self.resamples) = (question, comparison, resamples)
        (classNames, placesOfA) = question.joined
        classes = comparison?.perClass.filter { $0.gained + $0.lost > 0 } ?? []
        confusions = comparison?.confusion.confusions ?? []
        change = ChangeMatrix(comparison?.confusion.cells ?? [])
    }
}

extension SetComparison.Answer {
    func name(of label: Int) -> String { classNames[label] }

    package func images(_ agreed: SetComparison.Agreed) -> [Int32] {
        guard let agreement = comparison?.agreement else { return [] }
        return switch agreed {
        case .bothRight: agreement.bothRight
        case .onlyB: agreement.onlyB
        case .onlyA: agreement.onlyA
        case .bothWrong: agreement.bothWrong
        }
    }

    /// Images of a class that one of the two alone gets right.
    func turned(_ label: Int) -> [Int32] {
        let labels = question.b.request.labelColumn?.labels ?? []
        return (images(.onlyA) + images(.onlyB)).filter { labels[Int($0)] == label }.sorted()
    }

    func images(in cell: ConfusionChange.Cell) -> ChosenImages {
        let (label, other) = (name(of: cell.label), name(of: cell.predicted))
        let name = cell.label == cell.predicted ? "\(label), right" : "\(label) taken for \(other)"
        return ChosenImages(name: "\(name) by A or B", images: taken(cell.label, for: cell.predicted))
    }

    /// Images of a class that one of the two, or both, take for another.
    func taken(_ label: Int, for other: Int) -> [Int32] {
        let labels = question.b.request.labelColumn?.labels ?? []
        let (a, b) = (question.outcomesOfA, question.outcomesOfB)
        return labels.indices.filter { image in
            labels[image] == label && a.isRight(image) != nil && b.isRight(image) != nil
                && (a.predicted(image).map { placesOfA[$0] } == other || b.predicted(image) == other)
        }.map { Int32($0) }
    }
}
