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
