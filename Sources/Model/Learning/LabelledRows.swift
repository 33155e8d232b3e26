/// Embeddings of images whose class is known, in one piece of memory: what is fitted, or what is told apart.
package struct LabelledRows: Sendable {
    /// [images, dimension]
    package let matrix: Matrix
    /// The class of each.
    package let labels: [Int32]
    package let classes: Int

    package enum Failure: Error, Equatable {
        case notFinite(row: Int)
    }

    /// - Throws: `LabelledRows.Failure.notFinite`: such a row would make everything that is fitted no number.
    package init(_ matrix: Matrix, labels: [Int32], classes: Int) throws {
        precondition(matrix.rows == labels.count, "\(labels.count) labels for \(matrix.rows) rows")
        precondition(labels.allSatisfy { (0..<Int32(classes)).contains($0) }, "labels of \(classes) classes")
        if let row = matrix.firstRowOfNoNumbers { throw Failure.notFinite(row: row) }
        (self.matrix, self.labels, self.classes) = (matrix, labels, classes)
    }

    private init(checked matrix: Matrix, labels: [Int32], classes: Int) {
        (self.matrix, self.labels, self.classes) = (matrix, labels, classes)
    }

    /// - Throws: as the other.
    package init(_ images: EvaluatedImages, classes: Int) throws {
        try self.init(images.embeddings, labels: images.labels, classes: classes)
    }

    package var count: Int { labels.count }

    package func selecting(_ places: [Int]) -> LabelledRows {
        LabelledRows(checked: matrix.selecting(places), labels: places.map { labels[$0] }, classes: classes)
    }

    /// The same rows under other labels.
    func relabelled(_ labels: [Int32], classes: Int) -> LabelledRows {
        LabelledRows(checked: matrix, labels: labels, classes: classes)
    }

    package var imagesPerClass: [Int] {
        labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[Int($1)] += 1 }
    }

    /// The sum of each class's rows, [classes, dimension].
    var classSums: Matrix {
        var sums = Matrix(rows: classes, columns: matrix.columns)
        for (row, label) in labels.enumerated() { sums.add(matrix[row], toRow: Int(label)) }
        return sums
    }
}

extension LabelledRows.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFinite(let row): "embedding \(row) has values that are no numbers: nothing can be fitted to it"
        }
    }
}
