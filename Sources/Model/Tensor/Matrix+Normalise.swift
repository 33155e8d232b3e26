import CKernels

extension Matrix {
    /// Scales a row to unit length; a row of zeros stays.
    package mutating func normaliseRow(_ row: Int) {
        let range = row * columns..<(row + 1) * columns
        let norm = values[range].reduce(into: Double(0)) { $0 += Double($1) * Double($1) }.squareRoot()
        guard norm > 0 else { return }
        for index in range { values[index] = Float(Double(values[index]) / norm) }
    }

    /// The first row that holds a value which is infinite or no number.
    var firstRowOfNoNumbers: Int? {
        guard clip_is_finite(values, values.count) == 0 else { return nil }
        return (0..<rows).first { !self[$0].allSatisfy(\.isFinite) }
    }

    /// Scales every row to unit length.
    package mutating func normaliseRows() {
        for row in 0..<rows { normaliseRow(row) }
    }
}
