import CKernels

/// y = activation(x W^T + b): torch's nn.Linear, and a convolution over pixels with their channels last.
struct Linear: Sendable {
    let weight: LayerWeight  // [outputs, inputs]
    let bias: [Float]  // [outputs]

    /// For OpenBLAS; see `packed`.
    init(weight: Matrix, bias: [Float]? = nil) {
        self.init(.rows(weight), bias: bias ?? [Float](repeating: 0, count: weight.rows))
    }

    private init(_ weight: LayerWeight, bias: [Float]) {
        self.weight = weight
        self.bias = bias
    }

    var inputs: Int { weight.inputs }
    var outputs: Int { weight.outputs }

    /// The layer with its weights laid out for this processor, in the precision that they then have.
    func packed(_ precision: Precision = .f32) -> Linear {
        guard case .rows(let matrix) = weight else { return self }
        return Linear(LayerWeight(matrix, precision), bias: bias)
    }

    /// One row is computed as two equal ones by OpenBLAS, which multiplies a single row in another order: an image's
    /// embedding must not depend on how many images are encoded with it.
    /// - Parameters:
    ///   - x: [rows, inputs]
    ///   - y: becomes [rows, outputs]
    func callAsFunction(_ x: Matrix, _ activation: Activation = .none, into y: inout Matrix) {
        precondition(x.columns == inputs, "\(x.columns) columns for \(inputs) inputs")
        let rows = x.rows
        if rows == 1, case .rows = weight {
            let pair = Matrix(rows: 2, columns: x.columns, values: x.values + x.values)
            y.reshape(rows: 2, columns: outputs)
            y.values.withUnsafeMutableBufferPointer { self(pair.values, rows: 2, activation, into: $0.baseAddress!) }
            return y.reshape(rows: 1, columns: outputs)
        }
        y.reshape(rows: rows, columns: outputs)
        guard rows > 0 else { return }
        y.values.withUnsafeMutableBufferPointer { self(x.values, rows: rows, activation, into: $0.baseAddress!) }
    }

    /// y = activation(y + x W^T + b), the end of a residual branch.
    func add(_ x: Matrix, to y: inout Matrix, _ activation: Activation = .none) {
        precondition(x.columns == inputs && y.rows == x.rows && y.columns == outputs, "a sum of other shape")
        let rows = x.rows
        guard rows > 0 else { return }
        y.values.withUnsafeMutableBufferPointer {
            self(x.values, rows: rows, activation, into: $0.baseAddress!, adding: true)
        }
    }

    /// The same on memory: x [rows, inputs], y [rows, outputs].
    func callAsFunction(
        _ x: UnsafePointer<Float>, rows: Int, _ activation: Activation, into y: UnsafeMutablePointer<Float>,
        adding: Bool = false
    ) {
        var matrix = clip_rows()
        (matrix.start, matrix.stride) = (x, inputs)
        self(matrix, rows: rows, activation, into: y, adding: adding)
    }

    /// The same over the windows of a convolution, of which a layer's inputs are the values.
    func callAsFunction(
        _ x: clip_rows, rows: Int, _ activation: Activation, into y: UnsafeMutablePointer<Float>, adding: Bool = false
    ) {
        withUnsafePointer(to: x) { x in
            switch weight {
            case .rows(let matrix):
                multiply(x, rows: rows, byTransposed: matrix, into: y, adding: adding)
                activation.apply(y, bias: bias, rows: rows)
            case .floats(let packed):
                clip_multiply_floats(
                    x, rows, packed.start, outputs, inputs, bias, activation.kind, adding ? 1 : 0, y, outputs)
            case .bytes(let packed):
                clip_multiply_bytes(
                    clip_byte_instructions(), x, rows, packed.start, outputs, inputs, bias, activation.kind,
                    adding ? 1 : 0, y, outputs)
            }
        }
    }

    /// By OpenBLAS; windows are copied some at a time.
    private func multiply(
        _ x: UnsafePointer<clip_rows>, rows: Int, byTransposed weight: Matrix, into y: UnsafeMutablePointer<Float>,
        adding: Bool
    ) {
        guard x.pointee.kernel > 0 else {
            return Model.multiply(x.pointee.start, byTransposed: weight, into: y, rows: rows, adding: adding)
        }
        let most = min(rows, 256)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: most * inputs) { copied in
            for row in stride(from: 0, to: rows, by: most) {
                let count = min(most, rows - row)
                clip_copy_rows(x, row, count, 0, inputs, copied.baseAddress!, inputs)
                Model.multiply(
                    copied.baseAddress!, byTransposed: weight, into: y + row * outputs, rows: count, adding: adding)
            }
        }
    }
}

extension clip_rows {
    /// The windows over images with their channels last, image by image and row by row.
    init(
        windowsOf size: Int, stride: Int, padding: WindowPadding, over images: UnsafePointer<Float>, height: Int,
        width: Int, channels: Int
    ) {
        self.init()
        start = images
        (kernel, step, self.height, self.width, self.channels) = (size, stride, height, width, channels)
        (out_height, before_y) = padding.outputs(height, kernel: size, stride: stride)
        (out_width, before_x) = padding.outputs(width, kernel: size, stride: stride)
    }
}
