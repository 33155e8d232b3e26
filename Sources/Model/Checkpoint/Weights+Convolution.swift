extension Weights {
    /// [outputs, inputs, kernel, kernel] -> [outputs, kernel * kernel * inputs], for windows with their channels last.
    func convolution(_ name: String, inputs: Int, outputs: Int, kernel: Int) throws -> Matrix {
        let window = kernel * kernel
        var weight = try matrix(
            name, [outputs, inputs, kernel, kernel], rows: outputs, columns: window * inputs)
        guard window > 1 else { return weight }
        let values = weight.values
        weight.values = [Float](unsafeUninitializedCapacity: values.count) { turned, count in
            for output in 0..<weight.rows {
                for input in 0..<inputs {
                    for place in 0..<window {
                        turned[(output * window + place) * inputs + input] =
                            values[(output * inputs + input) * window + place]
                    }
                }
            }
            count = values.count
        }
        return weight
    }

    /// A convolution without bias and the batch norm after it, as one.
    func convolution(
        _ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int, epsilon: Float
    ) throws -> Linear {
        let fold = try batchNorm(norm, channels: outputs, epsilon: epsilon)
        var weight = try convolution(name + ".weight", inputs: inputs, outputs: outputs, kernel: kernel)
        let (rows, columns) = (weight.rows, weight.columns)
        weight.values.withUnsafeMutableBufferPointer { values in
            for output in 0..<rows {
                let scale = fold.scale[output]
                for index in output * columns..<(output + 1) * columns { values[index] *= scale }
            }
        }
        return Linear(weight: weight, bias: fold.shift).packed()
    }

    /// Batch norm at rest is x * scale + shift (Ioffe and Szegedy 2015, algorithm 2).
    func batchNorm(_ name: String, channels: Int, epsilon: Float) throws -> (scale: [Float], shift: [Float]) {
        let gain = try floats(name + ".weight", [channels])
        let bias = try floats(name + ".bias", [channels])
        let mean = try floats(name + ".running_mean", [channels])
        let variance = try floats(name + ".running_var", [channels])
        let scale = zip(gain, variance).map { $0 / ($1 + epsilon).squareRoot() }
        return (scale, zip(bias, zip(mean, scale)).map { $0 - $1.0 * $1.1 })
    }
}
