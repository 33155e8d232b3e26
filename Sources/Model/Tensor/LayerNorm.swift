import CKernels

/// torch's nn.LayerNorm over the last dimension.
struct LayerNorm: Sendable {
    let weight: [Float]  // [width]
    let bias: [Float]  // [width]
    var epsilon: Float = 1e-5

    func of(_ x: Matrix) -> Matrix {
        var y = Matrix(rows: 0, columns: 0)
        self(x, into: &y)
        return y
    }

    /// - Parameters:
    ///   - x: [rows, width]
    ///   - y: becomes [rows, width]
    func callAsFunction(_ x: Matrix, into y: inout Matrix) {
        precondition(x.columns == weight.count, "\(x.columns) columns for a width of \(weight.count)")
        y.reshape(rows: x.rows, columns: x.columns)
        y.values.withUnsafeMutableBufferPointer {
            clip_layer_norm(x.values, $0.baseAddress!, weight, bias, x.rows, x.columns, epsilon)
        }
    }
}
