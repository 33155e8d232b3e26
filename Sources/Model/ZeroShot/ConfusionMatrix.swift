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
