import Foundation

/// An EfficientNet that timm knows by name: how the seven stages are scaled, and the details in which the
/// families differ (timm 1.0, models/efficientnet.py, _gen_efficientnet and _gen_efficientnet_lite).
struct EfficientNetConfiguration: Sendable, Equatable {
    let widthMultiplier: Double
    let depthMultiplier: Double
    /// Lite: ReLU6, no squeeze and excite; stem, first and last stage keep their size.
    let isLite: Bool
    /// Ported from TensorFlow ("tf_"): its padding and its epsilon.
    let isTensorFlow: Bool

    static let named: [String: EfficientNetConfiguration] = [
        "tf_efficientnet_lite0": .init(1.0, 1.0, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite1": .init(1.0, 1.1, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite2": .init(1.1, 1.2, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite3": .init(1.2, 1.4, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite4": .init(1.4, 1.8, isLite: true, isTensorFlow: true),
        "efficientnet_b0": .init(1.0, 1.0, isLite: false, isTensorFlow: false),
        "tf_efficientnet_b0": .init(1.0, 1.0, isLite: false, isTensorFlow: true),
    ]

    private init(_ width: Double, _ depth: Double, isLite: Bool, isTensorFlow: Bool) {
        (widthMultiplier, depthMultiplier, self.isLite, self.isTensorFlow) = (width, depth, isLite, isTensorFlow)
    }

    struct Stage {
        let repeats: Int
        let kernel: Int
        let stride: Int
        let expansion: Int
        let channels: Int
    }

    /// Table 1 of the paper, before scaling.
    private static let baseline = [
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        Stage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        Stage(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        Stage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        Stage(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
        Stage(repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]

    var stages: [Stage] {
        let stages = Self.baseline
        return stages.enumerated().map { index, stage in
            let isFixed = isLite && (index == 0 || index == stages.count - 1)
            let repeats = isFixed ? stage.repeats : Int((Double(stage.repeats) * depthMultiplier).rounded(.up))
            return Stage(
                repeats: repeats, kernel: stage.kernel, stride: stage.stride, expansion: stage.expansion,
                channels: scaled(stage.channels))
        }
    }

    var stemChannels: Int { isLite ? 32 : scaled(32) }
    var features: Int { isLite ? 1280 : scaled(1280) }
    var activation: Activation { isLite ? .relu6 : .silu }
    var padding: WindowPadding { isTensorFlow ? .same : .symmetric }
    var epsilon: Float { isTensorFlow ? 1e-3 : 1e-5 }

    /// A multiple of 8 near channels * multiplier, not below 90 % of it (timm, layers/helpers.py, make_divisible).
    private func scaled(_ channels: Int) -> Int {
        let wanted = Double(channels) * widthMultiplier
        let rounded = max(8, Int(wanted + 4) / 8 * 8)
        return Double(rounded) < 0.9 * wanted ? rounded + 8 : rounded
    }
}

extension EfficientNet {
    /// - Parameters:
    ///   - trunk: prefix of timm's names, with the dot: "visual.trunk."
    ///   - head: the layers after the pooling.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ configuration: EfficientNetConfiguration, trunk: String, head: Head) throws {
        let reader = Reader(weights: weights, configuration: configuration)
        stem = Stem(
            convolution: try reader.convolution(
                trunk + "conv_stem", norm: trunk + "bn1", inputs: 3, outputs: configuration.stemChannels, kernel: 3),
            padding: configuration.padding)
        var inputs = configuration.stemChannels
        var blocks: [MobileBlock] = []
        for (stage, shape) in configuration.stages.enumerated() {
            for index in 0..<shape.repeats {
                blocks.append(
                    try reader.block(
                        "\(trunk)blocks.\(stage).\(index).", shape, inputs: inputs,
                        stride: index == 0 ? shape.stride : 1))
                inputs = shape.channels
            }
        }
        self.blocks = blocks
        convHead = try reader.convolution(
            trunk + "conv_head", norm: trunk + "bn2", inputs: inputs, outputs: configuration.features, kernel: 1)
        activation = configuration.activation
        self.head = head
        weights.ignore { $0.hasPrefix(trunk) && $0.hasSuffix(".num_batches_tracked") }
    }

    /// Reads convolutions and folds the batch norm after each into it.
    private struct Reader {
        let weights: Weights
        let configuration: EfficientNetConfiguration

        /// [outputs, inputs, kernel, kernel] -> [outputs, kernel * kernel * inputs], folded.
        func convolution(_ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int) throws -> Linear {
            let window = kernel * kernel
            let values = try weights.floats(name + ".weight", [outputs, inputs, kernel, kernel])
            let fold = try weights.batchNorm(norm, channels: outputs, epsilon: configuration.epsilon)
            var matrix = Matrix(rows: outputs, columns: window * inputs)
            for output in 0..<outputs {
                for input in 0..<inputs {
                    for place in 0..<window {
                        matrix.values[(output * window + place) * inputs + input] =
                            values[(output * inputs + input) * window + place] * fold.scale[output]
                    }
                }
            }
            return Linear(weight: matrix, bias: fold.shift)
        }

        /// [channels, 1, kernel, kernel] -> [kernel, kernel, channels], folded.
        func depthwise(
            _ name: String, norm: String, channels: Int, kernel: Int, stride: Int
        ) throws -> MobileBlock.DepthwiseConvolution {
            let window = kernel * kernel
            let values = try weights.floats(name + ".weight", [channels, 1, kernel, kernel])
            let fold = try weights.batchNorm(norm, channels: channels, epsilon: configuration.epsilon)
            var weight = [Float](repeating: 0, count: values.count)
            for channel in 0..<channels {
                for place in 0..<window {
                    weight[place * channels + channel] = values[channel * window + place] * fold.scale[channel]
                }
            }
            return .init(
                weight: weight, bias: fold.shift, kernel: kernel, stride: stride, padding: configuration.padding)
        }

        func block(
            _ prefix: String, _ stage: EfficientNetConfiguration.Stage, inputs: Int, stride: Int
        ) throws -> MobileBlock {
            let expanded = inputs * stage.expansion
            let isExpanding = stage.expansion > 1
            let norms = isExpanding ? ["bn1", "bn2", "bn3"] : ["", "bn1", "bn2"]
            return MobileBlock(
                expand: isExpanding
                    ? try convolution(
                        prefix + "conv_pw", norm: prefix + norms[0], inputs: inputs, outputs: expanded, kernel: 1)
                    : nil,
                depthwise: try depthwise(
                    prefix + "conv_dw", norm: prefix + norms[1], channels: expanded, kernel: stage.kernel,
                    stride: stride),
                // The squeezed width is a quarter of the block's input (timm, _efficientnet_builder.py).
                squeeze: configuration.isLite
                    ? nil : try squeeze(prefix + "se.", channels: expanded, squeezed: inputs / 4),
                project: try convolution(
                    prefix + (isExpanding ? "conv_pwl" : "conv_pw"), norm: prefix + norms[2], inputs: expanded,
                    outputs: stage.channels, kernel: 1),
                activation: configuration.activation)
        }

        func squeeze(_ prefix: String, channels: Int, squeezed: Int) throws -> SqueezeExcite {
            func layer(_ name: String, inputs: Int, outputs: Int) throws -> Linear {
                let weight = try weights.floats(prefix + name + ".weight", [outputs, inputs, 1, 1])
                return Linear(
                    weight: Matrix(rows: outputs, columns: inputs, values: weight),
                    bias: try weights.floats(prefix + name + ".bias", [outputs]))
            }
            return SqueezeExcite(
                reduce: try layer("conv_reduce", inputs: channels, outputs: squeezed),
                expand: try layer("conv_expand", inputs: squeezed, outputs: channels),
                activation: configuration.activation)
        }
    }
}

extension Weights {
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
