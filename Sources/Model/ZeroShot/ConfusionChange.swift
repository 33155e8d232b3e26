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
