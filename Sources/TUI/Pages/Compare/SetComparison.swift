import Model
import Synchronization

/// What the compare page remembers: which prompts A are, how they fare, and where the prompts under work, B, differ.
package struct SetComparison: Sendable {
    /// By who is right, in the order in which they stand on the screen.
    package enum Agreed: String, CaseIterable, Sendable {
        case bothRight = "both right"
        case onlyB = "only B right"
        case onlyA = "only A right"
        case bothWrong = "both wrong"
    }

    /// Where the cursor is.
    package enum Place: Sendable { case agreement, classes, confusions }

    /// What stands below the verdict: figures and lists, or the difference of the two confusion matrices.
    package enum View: Sendable { case lists, matrix }

    package struct Question: Equatable, Sendable {
        package let a: Evaluation
        package let b: Evaluation
        package let outcomesOfA: Outcomes
        package let outcomesOfB: Outcomes
        /// Images that A or B was chosen on.
        package let chosenOn: ChosenOn?
        package let dataset: Dataset

        /// Nil where one of the two has nothing to choose among.
        package init?(a: Evaluation, b: Evaluation, chosenOn: ChosenOn? = nil, dataset: Dataset) {
            guard let outcomesOfA = a.outcomes, let outcomesOfB = b.outcomes else { return nil }
            (self.a, self.b, self.chosenOn, self.dataset) = (a, b, chosenOn, dataset)
            (self.outcomesOfA, self.outcomesOfB) = (outcomesOfA, outcomesOfB)
        }

        package static func == (left: Question, right: Question) -> Bool {
            left.a.stamp == right.a.stamp && left.b.stamp == right.b.stamp && left.chosenOn == right.chosenOn
        }
    }

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

    package var reference = Reference(set: PromptSet(name: "", entries: []), origin: "")
    var judging = ReferenceJudging()
    package var inquiry = Inquiry<Question, Answer>()
    package var view = View.lists
    package var place = Place.agreement
    package var agreed = Agreed.onlyB
    /// The list that stands below where there is room for one.
    package var list = Place.classes
    package var classes = ListPosition()
    package var confusions = ListPosition()
    /// Of the difference of the matrices: the cell under the cursor.
    package var rows = ListPosition()
    package var columns = ListPosition()

    /// Of A; of some of its templates only, while it is on its way.
    package var evaluation: Evaluation? { judging.evaluation }

    /// Its numbers are of a model or of prompts that are gone.
    mutating func forgetEvaluation() {
        judging.forget()
        inquiry.forget()
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
        let pace = Pace()
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

    /// Tells what changes thousands of times a second a few times a second.
    private final class Pace: Sendable {
        private let told = Mutex(ContinuousClock.now)

        var isDue: Bool {
            told.withLock { told in
                guard ContinuousClock.now - told >= .milliseconds(200) else { return false }
                told = .now
                return true
            }
        }
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
        let labels = question.b.request.labelling?.labels ?? []
        return (images(.onlyA) + images(.onlyB)).filter { labels[Int($0)] == label }.sorted()
    }

    /// Images of a class that one of the two, or both, take for another.
    func taken(_ label: Int, for other: Int) -> [Int32] {
        let labels = question.b.request.labelling?.labels ?? []
        let (a, b) = (question.outcomesOfA, question.outcomesOfB)
        return labels.indices.filter { image in
            labels[image] == label && a.isRight(image) != nil && b.isRight(image) != nil
                && (a.predicted(image).map { placesOfA[$0] } == other || b.predicted(image) == other)
        }.map { Int32($0) }
    }
}
