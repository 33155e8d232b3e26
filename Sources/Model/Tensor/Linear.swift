import CKernels

/// What follows a layer's sum.
enum Activation: Sendable {
    case none, relu, relu6, silu, gelu, quickGELU

    /// x[row][column] = activation(x[row][column] + bias[column]), in place.
    func apply(_ x: UnsafeMutablePointer<Float>, bias: [Float], rows: Int) {
        switch self {
        case .none: clip_bias(x, bias, rows, bias.count)
        case .relu: clip_bias_relu(x, bias, rows, bias.count)
        case .relu6: clip_bias_relu6(x, bias, rows, bias.count)
        case .silu: clip_bias_silu(x, bias, rows, bias.count)
        case .gelu: clip_bias_gelu(x, bias, rows, bias.count)
        case .quickGELU: clip_bias_quick_gelu(x, bias, rows, bias.count)
        }
    }
}

/// y = activation(x W^T + b): torch's nn.Linear, and a 1x1 convolution over pixels with their channels last.
struct Linear: Sendable {
    let weight: Matrix  // [outputs, inputs]
    let bias: [Float]  // [outputs]

    init(weight: Matrix, bias: [Float]? = nil) {
        self.weight = weight
        self.bias = bias ?? [Float](repeating: 0, count: weight.rows)
    }

    var inputs: Int { weight.columns }
    var outputs: Int { weight.rows }

    /// One row is computed as two equal ones: OpenBLAS multiplies a single row in another order, and an image's embedding
    /// must not depend on how many images are encoded with it.
    /// - Parameters:
    ///   - x: [rows, inputs]
    ///   - y: becomes [rows, outputs]
    func callAsFunction(_ x: Matrix, _ activation: Activation = .none, into y: inout Matrix) {
        let rows = x.rows
        let pair = rows == 1 ? Matrix(rows: 2, columns: x.columns, values: x.values + x.values) : x
        multiply(pair, byTransposed: weight, into: &y)
        y.reshape(rows: rows, columns: outputs)
        y.values.withUnsafeMutableBufferPointer { activation.apply($0.baseAddress!, bias: bias, rows: rows) }
    }

    /// y += x W^T + b, the end of a residual branch.
    func add(_ x: Matrix, to y: inout Matrix) {
        multiply(x, byTransposed: weight, into: &y, adding: true)
        let rows = y.rows
        y.values.withUnsafeMutableBufferPointer { Activation.none.apply($0.baseAddress!, bias: bias, rows: rows) }
    }

    /// The same on memory: x [rows, inputs], y [rows, outputs].
    func callAsFunction(
        _ x: UnsafePointer<Float>, rows: Int, _ activation: Activation, into y: UnsafeMutablePointer<Float>,
        adding: Bool = false
    ) {
        multiply(x, byTransposed: weight, into: y, rows: rows, adding: adding)
        activation.apply(y, bias: bias, rows: rows)
    }
}

/// torch's nn.LayerNorm over the last dimension.
struct LayerNorm: Sendable {
    let weight: [Float]  // [width]
    let bias: [Float]  // [width]
    var epsilon: Float = 1e-5

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
