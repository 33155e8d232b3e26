import CKernels

extension Matrix {
    /// Adds another of the same shape.
    mutating func add(_ other: Matrix) {
        precondition(other.rows == rows && other.columns == columns, "matrices of one shape")
        values.withUnsafeMutableBufferPointer { values in
            other.values.withUnsafeBufferPointer { other in
                guard let start = values.baseAddress, let other = other.baseAddress else { return }
                clip_add(start, other, values.count)
            }
        }
    }

    /// Each row less a vector of `columns`.
    func subtracting(_ vector: [Float]) -> Matrix {
        var result = self
        let negative = vector.map { -$0 }
        for row in 0..<rows { result.add(negative[...], toRow: row) }
        return result
    }

    /// Adds a vector of `columns` to a row.
    mutating func add(_ vector: ArraySlice<Float>, toRow row: Int) {
        precondition(vector.count == columns, "\(vector.count) numbers for a row of \(columns)")
        values.withUnsafeMutableBufferPointer { values in
            vector.withUnsafeBufferPointer { vector in
                guard let start = values.baseAddress, let vector = vector.baseAddress else { return }
                clip_add(start + row * columns, vector, columns)
            }
        }
    }
}
