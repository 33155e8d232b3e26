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

/// How often images of each class are classified as each other class.
struct ConfusionCounts {
    private let classes: Int
    /// Of each class.
    private(set) var images: [Int]
    private(set) var right: [Int]
    /// [label, predicted]; empty where there are too many classes for a table.
    private var table: [Int32]
    /// label * classes + predicted of each misclassified image, where there is no table.
    private var mistakes: [Int] = []

    /// Classes of the largest table, 4 MB.
    private static let tableLimit = 1024

    init(classes: Int) {
        self.classes = classes
        images = Array(repeating: 0, count: classes)
        right = images
        table = classes > Self.tableLimit ? [] : Array(repeating: 0, count: classes * classes)
    }

    mutating func add(_ label: Int, predicted: Int) {
        images[label] += 1
        if label == predicted {
            right[label] += 1
        } else if table.isEmpty {
            mistakes.append(label * classes + predicted)
        } else {
            table[label * classes + predicted] += 1
        }
    }

    /// For each class the other one that most of its images go to, of equal ones the first; nil where none does.
    var mostConfusedWith: [Int?] {
        var best = [(other: Int?, count: Int)](repeating: (nil, 0), count: classes)
        for (cell, count) in counts where count > best[cell / classes].count {
            best[cell / classes] = (cell % classes, count)
        }
        return best.map(\.other)
    }

    /// Cells of the table that count something, in their order.
    private var counts: [(cell: Int, count: Int)] {
        if !table.isEmpty { return table.enumerated().lazy.filter { $1 > 0 }.map { ($0, Int($1)) } }
        var counts: [(cell: Int, count: Int)] = []
        for cell in mistakes.sorted() {
            if counts.last?.cell == cell { counts[counts.count - 1].count += 1 } else { counts.append((cell, 1)) }
        }
        return counts
    }
}
