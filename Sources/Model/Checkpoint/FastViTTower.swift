/// A FastViT that timm knows by name (models/fastvit.py): MobileCLIP's MCi0 to MCi4.
struct FastViTTower: ImageConfiguration {
    let name: String
    var layers: [Int]
    var widths: [Int]
    let ratio: Int
    /// Stages from this one on mix by attention, behind a convolution for positions.
    let firstAttention: Int
    /// Attention behind a layer norm, else a batch norm.
    let hasLayerNorm: Bool
    /// The third and fourth stage begin with squeeze and excite.
    let hasSqueeze: Bool
    let head: TimmHeadConfiguration

    private static let named: [String: (layers: [Int], widths: [Int], isLarge: Bool)] = [
        "fastvit_mci0": ([2, 6, 10, 2], [64, 128, 256, 512], false),
        "fastvit_mci1": ([4, 12, 20, 4], [64, 128, 256, 512], false),
        "fastvit_mci2": ([4, 12, 24, 4], [80, 160, 320, 640], false),
        "fastvit_mci3": ([2, 12, 24, 4, 2], [96, 192, 384, 768, 1536], true),
        "fastvit_mci4": ([2, 12, 24, 4, 4], [128, 256, 512, 1024, 2048], true),
    ]

    /// - Returns: nil where it is no FastViT.
    init?(_ tower: TimmTower) throws {
        guard let sizes = Self.named[tower.name] else { return nil }
        try tower.check(pools: ["", "avg"], heads: [.trunk, .none, .linear, .mlp])
        (name, head, layers, widths) = (tower.name, tower.head, sizes.layers, sizes.widths)
        (ratio, hasLayerNorm, hasSqueeze, firstAttention) = (sizes.isLarge ? 4 : 3, sizes.isLarge, !sizes.isLarge, 3)
    }

    /// "MobileCLIP-MCi2"
    var family: String { "MobileCLIP-" + name.replacing("fastvit_mci", with: "MCi") }
    var inputSize: (height: Int, width: Int)? { nil }
    var isTransformer: Bool { false }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        let trunk = "visual.trunk."
        let reader = FoldingReader(weights: weights)
        let encoder = FastViT(
            stem: [
                try reader.mobileOne(
                    trunk + "stem.0", .init(inputs: 3, outputs: widths[0], size: 3, stride: 2), activation: .gelu),
                try reader.mobileOne(
                    trunk + "stem.1",
                    .init(inputs: widths[0], outputs: widths[0], size: 3, stride: 2, isDepthwise: true),
                    activation: .gelu),
                try reader.mobileOne(
                    trunk + "stem.2", .init(inputs: widths[0], outputs: widths[0], size: 1, stride: 1),
                    activation: .gelu),
            ],
            stages: try layers.indices.map { try stage($0, "\(trunk)stages.\($0).", reader) },
            final: try reader.mobileOne(
                trunk + "final_conv",
                .init(inputs: widths.last!, outputs: 2 * widths.last!, size: 3, stride: 1, isDepthwise: true),
                squeeze: trunk + "final_conv.se.", activation: .gelu),
            head: try head.layers(
                weights, features: 2 * widths.last!, dimension: dimension, classifier: "head.fc"))
        weights.ignore { $0.hasPrefix(trunk) && $0.hasSuffix(".num_batches_tracked") }
        return encoder
    }

    private func stage(_ stage: Int, _ prefix: String, _ reader: FoldingReader) throws -> FastViT.Stage {
        let (width, before) = (widths[stage], stage == 0 ? widths[0] : widths[stage - 1])
        let isAttention = stage >= firstAttention
        let large = prefix + "downsample.proj.0."
        return FastViT.Stage(
            downsampling: stage == 0
                ? []
                : [
                    try reader.folded(
                        large, branches: [("large_conv", 7), ("small_conv", 3)],
                        .init(inputs: before, outputs: width, size: 7, stride: 2, isDepthwise: true),
                        squeeze: hasSqueeze && stage >= 2 ? large + "se." : nil, activation: .gelu),
                    try reader.mobileOne(
                        prefix + "downsample.proj.1", .init(inputs: width, outputs: width, size: 1, stride: 1),
                        activation: .gelu),
                ],
            positions: isAttention ? try reader.positions(prefix + "pos_emb", width: width) : nil,
            blocks: try (0..<layers[stage]).map { index in
                let block = "\(prefix)blocks.\(index)."
                let scale = block + (isAttention ? "layer_scale_2" : "layer_scale") + ".gamma"
                return FastViT.Block(
                    mixer: isAttention
                        ? try attention(block, width, reader)
                        : .convolution(try reader.repMixer(block + "token_mixer", width)),
                    filter: try reader.folded(
                        block + "mlp.", branches: [("conv", 7)],
                        .init(inputs: width, outputs: width, size: 7, stride: 1, isDepthwise: true)),
                    fc1: try reader.pointwise(block + "mlp.fc1", width, ratio * width).packed(),
                    fc2: try reader.pointwise(block + "mlp.fc2", ratio * width, width)
                        .scaled(by: try reader.weights.floats(scale, [width, 1, 1])).packed())
            })
    }

    private func attention(_ block: String, _ width: Int, _ reader: FoldingReader) throws -> FastViT.Mixer {
        let weights = reader.weights
        var input = try weights.linear(block + "token_mixer.qkv", inputs: width, outputs: 3 * width, hasBias: false)
        var norm: LayerNorm?
        if hasLayerNorm {
            norm = LayerNorm(
                weight: try weights.floats(block + "norm.weight", [width]),
                bias: try weights.floats(block + "norm.bias", [width]), epsilon: 1e-5)
        } else {
            let fold = try weights.batchNorm(block + "norm", channels: width, epsilon: 1e-5)
            if !weights.isSurvey { input = input.behind(scale: fold.scale, shift: fold.shift) }
        }
        let output = try weights.linear(block + "token_mixer.proj", inputs: width, outputs: width)
            .scaled(by: try weights.floats(block + "layer_scale_1.gamma", [width, 1, 1]))
        return .attention(
            norm: norm, inProjection: input.packed(), outProjection: output.packed(), heads: width / 32)
    }
}

extension Linear {
    /// The layer of inputs that are scaled and shifted before it.
    fileprivate func behind(scale: [Float], shift: [Float]) -> Linear {
        var weight = rows
        var bias = bias
        for row in 0..<weight.rows {
            for column in 0..<inputs {
                let index = row * inputs + column
                bias[row] += weight.values[index] * shift[column]
                weight.values[index] *= scale[column]
            }
        }
        return Linear(weight: weight, bias: bias)
    }
}
