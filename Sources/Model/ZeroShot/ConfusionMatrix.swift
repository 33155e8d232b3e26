/// How many images of each class were taken for which class. Only the cells that are not zero are kept, row by row.
package struct ConfusionMatrix: Sendable, Equatable {
    package struct Cell: Sendable, Equatable {
        /// True class: the row.
        package let label: Int
        /// Predicted class: the column.
        package let predicted: Int
        package let images: Int
    }

    package let classes: Int
    /// By label, then by predicted class.
    package let cells: [Cell]
    /// Row r is `cells[starts[r]..<starts[r + 1]]`.
    private let starts: [Int]
    /// Images of each class: the row's sum.
    package let support: [Int]
    /// Images classified as each class: the column's sum.
    package let predicted: [Int]

    package init(_ predictions: Predictions, classes: Int) {
        self.init(labels: predictions.labels, predicted: predictions.predicted, classes: classes)
    }

    /// - Parameters:
    ///   - labels: the true class of each image; one that is negative, here or in `predicted`, does not count.
    ///   - predicted: the class that it was taken for.
    package init(labels: [Int32], predicted: [Int32], classes: Int) {
        precondition(labels.count == predicted.count, "\(labels.count) labels, \(predicted.count) predictions")
        var keys: [Int] = []
        keys.reserveCapacity(labels.count)
        for image in labels.indices where labels[image] >= 0 && predicted[image] >= 0 {
            keys.append(Int(labels[image]) * classes + Int(predicted[image]))
        }
        keys.sort()
        var cells: [Cell] = []
        var index = 0
        while index < keys.count {
            let key = keys[index]
            let begin = index
            while index < keys.count, keys[index] == key { index += 1 }
            cells.append(Cell(label: key / classes, predicted: key % classes, images: index - begin))
        }
        self.init(sorted: cells, classes: classes)
    }

    private init(sorted cells: [Cell], classes: Int) {
        var starts = [Int](repeating: 0, count: classes + 1)
        var support = [Int](repeating: 0, count: classes)
        var predicted = support
        for cell in cells {
            starts[cell.label + 1] += 1
            support[cell.label] += cell.images
            predicted[cell.predicted] += cell.images
        }
        for row in 0..<classes { starts[row + 1] += starts[row] }
        (self.classes, self.cells, self.starts) = (classes, cells, starts)
        (self.support, self.predicted) = (support, predicted)
    }

    package var images: Int { support.reduce(0, +) }

    /// The cells of a true class that are not zero, by predicted class.
    package func row(_ label: Int) -> ArraySlice<Cell> { cells[starts[label]..<starts[label + 1]] }

    package subscript(label: Int, predicted: Int) -> Int {
        row(label).first { $0.predicted == predicted }?.images ?? 0
    }

    /// Cells off the diagonal, those of the most images first.
    package var confusions: [Cell] {
        cells.filter { $0.label != $0.predicted }.sorted {
            ($1.images, $0.label, $0.predicted) < ($0.images, $1.label, $1.predicted)
        }
    }
}

extension ConfusionMatrix {
    /// Some classes in a given order, and all others as one class after them: "other".
    package func limited(to kept: [Int]) -> ConfusionMatrix {
        var place = [Int](repeating: kept.count, count: classes)
        for (index, label) in kept.enumerated() { place[label] = index }
        return moved(to: place, side: kept.count + 1)
    }

    /// Some classes under their own numbers, and all others as one class after them: "other", whose number is `classes`.
    package func gathering(allBut kept: [Int]) -> ConfusionMatrix {
        var place = [Int](repeating: classes, count: classes)
        for label in kept { place[label] = label }
        return moved(to: place, side: classes + 1)
    }

    private func moved(to place: [Int], side: Int) -> ConfusionMatrix {
        var counts: [Int: Int] = [:]
        for cell in cells { counts[place[cell.label] * side + place[cell.predicted], default: 0] += cell.images }
        let cells = counts.sorted { $0.key < $1.key }.map {
            Cell(label: $0.key / side, predicted: $0.key % side, images: $0.value)
        }
        return ConfusionMatrix(sorted: cells, classes: side)
    }

    /// A class and those that it is confused with most, one way or the other: at most `count`, in the order of the classes.
    package func neighbours(of label: Int, count: Int) -> [Int] {
        var confused: [Int: Int] = [:]
        for cell in row(label) { confused[cell.predicted, default: 0] += cell.images }
        for other in 0..<classes where other != label {
            let images = self[other, label]
            if images > 0 { confused[other, default: 0] += images }
        }
        confused[label] = nil
        let nearest = confused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count - 1)
        return (nearest.map(\.key) + [label]).sorted()
    }
}

extension ConfusionMatrix {
    /// What the matrix says of one class (van Rijsbergen 1979, chapter 7).
    package struct PerClass: Sendable, Equatable {
        package let label: Int
        /// Images of the class.
        package let images: Int
        /// Images classified as the class.
        package let predicted: Int
        /// Images of the class that are classified as it.
        package let right: Int
        /// The class that most of its misclassified images go to, the lower index first among equals.
        package let mostConfusedWith: Int?

        /// Share of the images classified as the class that are of it; nil where there are none.
        package var precision: Double? { predicted == 0 ? nil : Double(right) / Double(predicted) }
        /// Share of the class's images that are classified as it; nil where it has none.
        package var recall: Double? { images == 0 ? nil : Double(right) / Double(images) }
        /// Harmonic mean of precision and recall, 2 right / (images + predicted); nil where both are absent.
        package var f1: Double? { images + predicted == 0 ? nil : Double(2 * right) / Double(images + predicted) }
    }

    package var perClass: [PerClass] {
        (0..<classes).map { label in
            let others = row(label).filter { $0.predicted != label }
            return PerClass(
                label: label, images: support[label], predicted: predicted[label], right: self[label, label],
                mostConfusedWith: others.max { ($0.images, $1.predicted) < ($1.images, $0.predicted) }?.predicted)
        }
    }

    /// Mean F1 of the classes that have one; nil without images.
    package var macroF1: Double? {
        let values = perClass.compactMap(\.f1)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}

extension ConfusionMatrix {
    /// The classes in an order in which those that are confused with one another stand together, so that blocks appear
    /// along the diagonal.
    ///
    /// Agglomerative clustering with average linkage (Sokal and Michener 1958) of the symmetrised confusions: two
    /// classes are as near as the share of their images that one is taken for the other,
    /// (c[i, j] + c[j, i]) / (images i + images j). Clusters are lists; a merge joins the two ends that are nearest.
    /// What is never confused stays in its order, at the end. Classes^2 memory, about classes^2 time.
    package var blockOrder: [Int] {
        var clusters = Clusters(self)
        while clusters.mergeNearest() {}
        let joined = clusters.members.filter { $0.count > 1 }.sorted {
            ($1.count, $0.min()!) < ($0.count, $1.min()!)
        }
        return joined.flatMap { $0 } + clusters.members.filter { $0.count == 1 }.flatMap { $0 }
    }
}

private struct Clusters {
    /// The classes of each cluster in order; empty for one that went into another.
    private(set) var members: [[Int]]
    /// Nearness of classes, [classes, classes].
    private let classNearness: [Float]
    /// Mean nearness of clusters, [classes, classes].
    private var nearness: [Float]
    /// Each cluster's nearest, where it has any nearness at all.
    private var nearest: [Int?]
    private let count: Int

    init(_ confusion: ConfusionMatrix) {
        count = confusion.classes
        var nearness = [Float](repeating: 0, count: count * count)
        for cell in confusion.cells where cell.label != cell.predicted {
            let share = Float(cell.images) / Float(confusion.support[cell.label] + confusion.support[cell.predicted])
            nearness[cell.label * count + cell.predicted] += share
            nearness[cell.predicted * count + cell.label] += share
        }
        members = (0..<count).map { [$0] }
        (classNearness, self.nearness) = (nearness, nearness)
        nearest = Array(repeating: nil, count: count)
        for cluster in 0..<count { nearest[cluster] = findNearest(of: cluster) }
    }

    /// - Returns: false where no two clusters have anything in common.
    mutating func mergeNearest() -> Bool {
        var best: (a: Int, b: Int, nearness: Float)?
        for a in 0..<count {
            guard let b = nearest[a], nearness[a * count + b] > best?.nearness ?? 0 else { continue }
            best = (a, b, nearness[a * count + b])
        }
        guard let best else { return false }
        merge(best.b, into: best.a)
        return true
    }

    private mutating func merge(_ b: Int, into a: Int) {
        let (sizeA, sizeB) = (Float(members[a].count), Float(members[b].count))
        for other in 0..<count where other != a && other != b {
            let mean = (sizeA * nearness[a * count + other] + sizeB * nearness[b * count + other]) / (sizeA + sizeB)
            nearness[a * count + other] = mean
            nearness[other * count + a] = mean
        }
        for other in 0..<count {
            nearness[b * count + other] = 0
            nearness[other * count + b] = 0
        }
        members[a] = joined(members[a], members[b])
        members[b] = []
        nearest[b] = nil
        nearest[a] = findNearest(of: a)
        for other in 0..<count where nearest[other] == a || nearest[other] == b {
            nearest[other] = findNearest(of: other)
        }
    }

    private func findNearest(of cluster: Int) -> Int? {
        var best: Int?
        var highest: Float = 0
        for other in 0..<count where other != cluster && nearness[cluster * count + other] > highest {
            (best, highest) = (other, nearness[cluster * count + other])
        }
        return best
    }

    /// One behind the other, each turned so that the nearest ends meet.
    private func joined(_ a: [Int], _ b: [Int]) -> [Int] {
        let ways = [(a, b), (a, b.reversed()), (a.reversed(), b), (b, a)]
        let best = ways.max { meeting($0) < meeting($1) }!
        return best.0 + best.1
    }

    private func meeting(_ way: ([Int], [Int])) -> Float { classNearness[way.0.last! * count + way.1.first!] }
}
