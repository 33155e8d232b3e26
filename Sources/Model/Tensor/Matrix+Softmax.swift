import CKernels

extension Matrix {
    /// Each row becomes exp(scale x) / sum of exp(scale x), safe for large x; exp within 1e-6 of the exact value.
    /// Attention calls the same kernel. `clip_outcomes` has it fused with what is told of each image.
    package mutating func softmaxRows(scale: Float) {
        values.withUnsafeMutableBufferPointer { values in
            if let start = values.baseAddress { clip_softmax(start, rows, columns, scale) }
        }
    }
}
