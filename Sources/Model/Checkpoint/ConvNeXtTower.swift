/// A ConvNeXt that timm knows by name (models/convnext.py).
struct ConvNeXtTower: ImageConfiguration {
    let name: String
    var depths: [Int]
    var widths: [Int]
    var epsilon: Float
    let head: TimmHeadConfiguration

    private static let named: [String: (depths: [Int], widths: [Int], epsilon: Float)] = [
        "convnext_tiny": ([3, 3, 9, 3], [96, 192, 384, 768], 1e-6),
        "convnext_small": ([3, 3, 27, 3], [96, 192, 384, 768], 1e-6),
        "convnext_base": ([3, 3, 27, 3], [128, 256, 512, 1024], 1e-6),
        "convnext_large": ([3, 3, 27, 3], [192, 384, 768, 1536], 1e-6),
        "convnext_xlarge": ([3, 3, 27, 3], [256, 512, 1024, 2048], 1e-6),
        "convnext_xxlarge": ([3, 4, 30, 3], [384, 768, 1536, 3072], 1e-5),
    ]

    /// - Returns: nil where it is no ConvNeXt.
    init?(_ tower: TimmTower) throws {
        guard let sizes = Self.named[tower.name] else { return nil }
        try tower.check(pools: ["", "avg"], heads: [.none, .linear, .mlp])
        (name, head) = (tower.name, tower.head)
        (depths, widths, epsilon) = sizes
    }

    /// "ConvNeXt-Base"
    var family: String {
        let size = String(name.dropFirst("convnext_".count))
        return "ConvNeXt-" + (size.contains("x") ? size.replacing("xlarge", with: "XLarge") : size.capitalized)
    }
    var inputSize: (height: Int, width: Int)? { nil }
    var isTransformer: Bool { false }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        let trunk = "visual.trunk."
        func norm(_ name: String, _ width: Int) throws -> LayerNorm {
            LayerNorm(
                weight: try weights.floats(trunk + name + ".weight", [width]),
                bias: try weights.floats(trunk + name + ".bias", [width]), epsilon: epsilon)
        }
        func convolution(_ name: String, _ inputs: Int, _ outputs: Int, _ kernel: Int) throws -> Linear {
            Linear(
                weight: try weights.convolution(
                    trunk + name + ".weight", inputs: inputs, outputs: outputs, kernel: kernel),
                bias: try weights.floats(trunk + name + ".bias", [outputs])
            ).packed()
        }
        return ConvNeXt(
            stem: .init(
                normBefore: nil, convolution: try convolution("stem.0", 3, widths[0], 4), kernel: 4,
                normAfter: try norm("stem.1", widths[0])),
            stages: try depths.indices.map { stage in
                let prefix = "stages.\(stage)."
                let width = widths[stage]
                return ConvNeXt.Stage(
                    downsampling: stage == 0
                        ? nil
                        : .init(
                            normBefore: try norm(prefix + "downsample.0", widths[stage - 1]),
                            convolution: try convolution(prefix + "downsample.1", widths[stage - 1], width, 2),
                            kernel: 2, normAfter: nil),
                    blocks: try (0..<depths[stage]).map { index in
                        let block = prefix + "blocks.\(index)."
                        return ConvNeXt.Block(
                            depthwise: try weights.depthwise(trunk + block + "conv_dw", channels: width, kernel: 7),
                            bias: try weights.floats(trunk + block + "conv_dw.bias", [width]),
                            norm: try norm(block + "norm", width),
                            fc1: try weights.linear(trunk + block + "mlp.fc1", inputs: width, outputs: 4 * width)
                                .packed(),
                            fc2: try weights.linear(trunk + block + "mlp.fc2", inputs: 4 * width, outputs: width)
                                .scaled(by: try weights.floats(trunk + block + "gamma", [width])).packed())
                    })
            },
            norm: try norm("head.norm", widths[3]),
            head: try head.layers(weights, features: widths[3], dimension: dimension))
    }
}

extension Weights {
    /// NAME.weight [channels, 1, kernel, kernel] -> [kernel, kernel, channels]
    func depthwise(_ name: String, channels: Int, kernel: Int) throws -> [Float] {
        let values = try floats(name + ".weight", [channels, 1, kernel, kernel])
        guard !isSurvey else { return [] }
        let window = kernel * kernel
        var turned = [Float](repeating: 0, count: values.count)
        for channel in 0..<channels {
            for place in 0..<window { turned[place * channels + channel] = values[channel * window + place] }
        }
        return turned
    }
}
