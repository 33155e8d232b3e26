/// Reads convolutions that were trained as sums of branches, each with a batch norm, as one (Ding et al. 2021, section 3.3;
/// timm, models/fastvit.py, reparameterize). A file may hold them folded already, as "reparam_conv".
struct FoldingReader {
    let weights: Weights

    struct Shape {
        let inputs: Int
        let outputs: Int
        let size: Int
        let stride: Int
        var isDepthwise = false

        /// Inputs that an output sees.
        var seen: Int { isDepthwise ? 1 : inputs }
        var window: Int { size * size }
    }

    /// A kernel [outputs, seen, size, size] and a bias.
    struct Folded {
        var kernel: [Float]
        var bias: [Float]

        static func zeros(_ shape: Shape) -> Folded {
            Folded(
                kernel: [Float](repeating: 0, count: shape.outputs * shape.seen * shape.window),
                bias: [Float](repeating: 0, count: shape.outputs))
        }
    }

    private static let epsilon: Float = 1e-5

    private func has(_ name: String) -> Bool { weights.archive.tensors[name] != nil }

    /// MobileOneBlock: convolutions, one of a single pixel, and the input itself, where they are there.
    func mobileOne(
        _ name: String, _ shape: Shape, squeeze: String? = nil, activation: Activation = .none
    ) throws -> FoldedConvolution {
        try convolution(mobileOneKernel(name, shape), shape, squeeze: squeeze, activation: activation)
    }

    private func mobileOneKernel(_ name: String, _ shape: Shape) throws -> Folded {
        if let ready = try ready(name, shape) { return ready }
        var sum = Folded.zeros(shape)
        var branch = 0
        repeat {
            try add("\(name).conv_kxk.\(branch)", size: shape.size, to: &sum, shape)
            branch += 1
        } while has("\(name).conv_kxk.\(branch).conv.weight")
        if has(name + ".conv_scale.conv.weight") { try add(name + ".conv_scale", size: 1, to: &sum, shape) }
        if shape.inputs == shape.outputs, shape.stride == 1 { try addIdentity(name + ".identity", to: &sum, shape) }
        return sum
    }

    /// Convolutions of these names and sizes beside each other.
    func folded(
        _ prefix: String, branches: [(name: String, size: Int)], _ shape: Shape, squeeze: String? = nil,
        activation: Activation = .none
    ) throws -> FoldedConvolution {
        if let ready = try ready(String(prefix.dropLast()), shape) {
            return try convolution(ready, shape, squeeze: squeeze, activation: activation)
        }
        var sum = Folded.zeros(shape)
        for (name, size) in branches { try add(prefix + name, size: size, to: &sum, shape) }
        return try convolution(sum, shape, squeeze: squeeze, activation: activation)
    }

    /// RepMixer: x + scale * (mixer(x) - norm(x)), 3x3.
    func repMixer(_ name: String, _ width: Int) throws -> FoldedConvolution {
        let shape = Shape(inputs: width, outputs: width, size: 3, stride: 1, isDepthwise: true)
        if let ready = try ready(name, shape) { return try convolution(ready, shape) }
        var mixer = try mobileOneKernel(name + ".mixer", shape)
        var norm = Folded.zeros(shape)
        try addIdentity(name + ".norm.identity", to: &norm, shape)
        let scale = try weights.floats(name + ".layer_scale.gamma", [width, 1, 1])
        guard !weights.isSurvey else { return try convolution(mixer, shape) }
        for channel in 0..<width {
            for place in channel * shape.window..<(channel + 1) * shape.window {
                mixer.kernel[place] = scale[channel] * (mixer.kernel[place] - norm.kernel[place])
            }
            mixer.kernel[channel * shape.window + shape.window / 2] += 1
            mixer.bias[channel] = scale[channel] * (mixer.bias[channel] - norm.bias[channel])
        }
        return try convolution(mixer, shape)
    }

    /// RepConditionalPosEnc: x and a 7x7 convolution of it.
    func positions(_ name: String, width: Int) throws -> FoldedConvolution {
        let shape = Shape(inputs: width, outputs: width, size: 7, stride: 1, isDepthwise: true)
        if let ready = try ready(name, shape) { return try convolution(ready, shape) }
        var folded = Folded(
            kernel: try weights.floats(name + ".pos_enc.weight", [width, 1, 7, 7]),
            bias: try weights.floats(name + ".pos_enc.bias", [width]))
        guard !weights.isSurvey else { return try convolution(folded, shape) }
        for channel in 0..<width { folded.kernel[channel * shape.window + shape.window / 2] += 1 }
        return try convolution(folded, shape)
    }

    /// A convolution of single pixels with a bias.
    func pointwise(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
        Linear(
            weight: try weights.matrix(name + ".weight", [outputs, inputs, 1, 1], rows: outputs, columns: inputs),
            bias: try weights.floats(name + ".bias", [outputs]))
    }

    private func ready(_ name: String, _ shape: Shape) throws -> Folded? {
        guard has(name + ".reparam_conv.weight") else { return nil }
        return Folded(
            kernel: try weights.floats(
                name + ".reparam_conv.weight", [shape.outputs, shape.seen, shape.size, shape.size]),
            bias: try weights.floats(name + ".reparam_conv.bias", [shape.outputs]))
    }

    private func add(_ name: String, size: Int, to sum: inout Folded, _ shape: Shape) throws {
        let kernel = try weights.floats(name + ".conv.weight", [shape.outputs, shape.seen, size, size])
        let fold = try weights.batchNorm(name + ".bn", channels: shape.outputs, epsilon: Self.epsilon)
        guard !weights.isSurvey else { return }
        let margin = (shape.size - size) / 2
        for output in 0..<shape.outputs {
            sum.bias[output] += fold.shift[output]
            for input in 0..<shape.seen {
                let from = (output * shape.seen + input) * size * size
                let to = (output * shape.seen + input) * shape.window
                for y in 0..<size {
                    for x in 0..<size {
                        sum.kernel[to + (y + margin) * shape.size + x + margin] +=
                            kernel[from + y * size + x] * fold.scale[output]
                    }
                }
            }
        }
    }

    private func addIdentity(_ name: String, to sum: inout Folded, _ shape: Shape) throws {
        let fold = try weights.batchNorm(name, channels: shape.outputs, epsilon: Self.epsilon)
        guard !weights.isSurvey else { return }
        for output in 0..<shape.outputs {
            let input = shape.isDepthwise ? 0 : output
            sum.kernel[(output * shape.seen + input) * shape.window + shape.window / 2] += fold.scale[output]
            sum.bias[output] += fold.shift[output]
        }
    }

    private func convolution(
        _ folded: Folded, _ shape: Shape, squeeze: String? = nil, activation: Activation = .none
    ) throws -> FoldedConvolution {
        // [outputs, seen, place] -> depthwise [place, outputs], dense [outputs, place, inputs]
        var turned = [Float](repeating: 0, count: weights.isSurvey ? 0 : folded.kernel.count)
        if !weights.isSurvey {
            for output in 0..<shape.outputs {
                for input in 0..<shape.seen {
                    for place in 0..<shape.window {
                        let value = folded.kernel[(output * shape.seen + input) * shape.window + place]
                        let to =
                            shape.isDepthwise
                            ? place * shape.outputs + output : (output * shape.window + place) * shape.inputs + input
                        turned[to] = value
                    }
                }
            }
        }
        let kernel: FoldedConvolution.Kernel =
            shape.isDepthwise
            ? .depthwise(turned, bias: folded.bias, multiplier: shape.outputs / shape.inputs)
            : .dense(
                Linear(
                    weight: Matrix(
                        rows: weights.isSurvey ? 0 : shape.outputs, columns: shape.window * shape.inputs, values: turned
                    ),
                    bias: folded.bias
                ).packed())
        return FoldedConvolution(
            kernel: kernel, size: shape.size, stride: shape.stride,
            squeeze: try squeeze.map { try squeezed($0, channels: shape.outputs) }, activation: activation)
    }

    /// timm's SqueezeExcite; how far it squeezes is told by its weights.
    private func squeezed(_ prefix: String, channels: Int) throws -> SqueezeExcite {
        let inner = max(1, weights.archive.tensors[prefix + "fc1.weight"]?.shape.first ?? 1)
        return SqueezeExcite(
            reduce: try pointwise(prefix + "fc1", channels, inner).packed(),
            expand: try pointwise(prefix + "fc2", inner, channels).packed(), activation: .relu)
    }
}
