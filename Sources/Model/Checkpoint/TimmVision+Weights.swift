extension VisionTransformer {
    /// By timm's names, below "visual.trunk.".
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ vision: TimmVision, dimension: Int) throws {
        let trunk = "visual.trunk."
        let width = vision.transformer.width
        let (height, columns) = (vision.imageHeight / vision.patch, vision.imageWidth / vision.patch)
        let prefix = vision.hasClassToken ? 1 : 0
        let backbone = trunk + "patch_embed.backbone."
        switch vision.stem {
        case .convolutions: stem = .convolutions(try ConvolutionStem(weights, backbone, width: width))
        case .hybrid(let widths, let depths):
            stem = .hybrid(try HybridStem(weights, backbone, widths: widths, depths: depths))
        case .patches:
            stem = .patches(
                of: vision.patch,
                Linear(
                    weight: try weights.convolution(
                        trunk + "patch_embed.proj.weight", inputs: 3, outputs: width, kernel: vision.patch),
                    bias: vision.hasNormBefore ? nil : try weights.floats(trunk + "patch_embed.proj.bias", [width])
                ).packed(weights.precision))
        }
        classEmbedding = vision.hasClassToken ? try weights.floats(trunk + "cls_token", [1, 1, width]) : nil
        let placed = height * columns + (vision.placesClassToken ? prefix : 0)
        var positions = try weights.matrix(trunk + "pos_embed", [1, placed, width], rows: placed, columns: width)
        if !vision.placesClassToken, !weights.isSurvey {
            positions = Matrix(
                rows: placed + 1, columns: width, values: [Float](repeating: 0, count: width) + positions.values)
        }
        positionalEmbedding = positions
        lnPre = vision.hasNormBefore ? try weights.layerNorm(trunk + "norm_pre", vision.transformer) : nil
        let rotary = vision.rotary.map { places in
            RotaryEmbedding(
                head: width / vision.transformer.heads, grid: (height, columns), prefix: prefix, places)
        }
        blocks = try (0..<vision.transformer.layers).map {
            try weights.timmBlock("\(trunk)blocks.\($0).", vision, rotary)
        }
        lnPost = vision.isNormedAfter ? nil : try weights.layerNorm(trunk + "norm", vision.transformer)
        pooledNorm = vision.isNormedAfter ? try weights.layerNorm(trunk + "fc_norm", vision.transformer) : nil
        switch vision.pool {
        case .classToken: pooling = .classToken
        case .mean: pooling = .mean
        case .attention(let heads, let hidden, let activation):
            pooling = .attention(
                try AttentionPool(
                    weights, trunk + "attn_pool.", vision.transformer, heads: heads, hidden: hidden, activation))
        }
        head = try vision.head.layers(weights, features: width, dimension: dimension)
    }
}

extension Weights {
    fileprivate func timmBlock(
        _ prefix: String, _ vision: TimmVision, _ rotary: RotaryEmbedding?
    ) throws -> ResidualAttentionBlock {
        let configuration = vision.transformer
        let (width, hidden) = (configuration.width, configuration.hidden)
        var out = try linear(prefix + "attn.proj", inputs: width, outputs: width)
        let (gateName, fcName, lastName) = vision.feedForward.names
        var fc2 = try linear(prefix + lastName, inputs: hidden, outputs: width)
        if configuration.hasLayerScale {
            out = out.scaled(by: try floats(prefix + "ls1.gamma", [width]))
            fc2 = fc2.scaled(by: try floats(prefix + "ls2.gamma", [width]))
        }
        func norm(_ name: String, _ width: Int) throws -> LayerNorm {
            var own = configuration
            own.width = width
            return try layerNorm(prefix + name, own)
        }
        let isSwiGLU = vision.feedForward == .swiGLU
        return ResidualAttentionBlock(
            ln1: try norm("norm1", width),
            inProjection: try attention(prefix + "attn.", vision.attention, width).packed(precision),
            outProjection: out.packed(precision), ln2: try norm("norm2", width),
            fc: try linear(prefix + fcName, inputs: width, outputs: hidden).packed(precision),
            projection: fc2.packed(precision), heads: configuration.heads, activation: configuration.activation,
            innerNorm: isSwiGLU ? try norm("attn.norm", width) : nil,
            gate: try gateName.map {
                try linear(prefix + $0, inputs: width, outputs: hidden).packed(precision)
            },
            hiddenNorm: isSwiGLU ? try norm("mlp.norm", hidden) : nil,
            gateNorm: vision.feedForward == .geGLU ? try norm("mlp.norm", width) : nil, rotary: rotary,
            norms: vision.norms)
    }

    /// [3 width, width]
    private func attention(_ prefix: String, _ kind: TimmVision.Attention, _ width: Int) throws -> Linear {
        func bias(_ name: String) throws -> [Float] { try floats(prefix + name, [width]) }
        let zeros = [Float](repeating: 0, count: width)
        switch kind {
        case .packed: return try linear(prefix + "qkv", inputs: width, outputs: 3 * width)
        case .packedWithoutBias: return try linear(prefix + "qkv", inputs: width, outputs: 3 * width, hasBias: false)
        case .packedWithoutKeyBias:
            return Linear(
                weight: try matrix(prefix + "qkv.weight", rows: 3 * width, columns: width),
                bias: try bias("q_bias") + zeros + bias("v_bias"))
        case .separateWithoutKeyBias:
            return .stacked([
                try linear(prefix + "q_proj", inputs: width, outputs: width),
                Linear(weight: try matrix(prefix + "k_proj.weight", rows: width, columns: width), bias: zeros),
                try linear(prefix + "v_proj", inputs: width, outputs: width),
            ])
        }
    }
}

extension TimmVision.FeedForward {
    /// timm's names of the gate, of what it opens and of the last layer.
    fileprivate var names: (gate: String?, fc: String, last: String) {
        switch self {
        case .plain: (nil, "mlp.fc1", "mlp.fc2")
        case .swiGLU: ("mlp.fc1_g", "mlp.fc1_x", "mlp.fc2")
        case .geGLU: ("mlp.w0", "mlp.w1", "mlp.w2")
        }
    }
}

extension AttentionPool {
    /// By timm's names (AttentionPoolLatent).
    init(
        _ weights: Weights, _ prefix: String, _ configuration: TransformerConfiguration, heads: Int, hidden: Int,
        _ activation: Activation
    ) throws {
        let width = configuration.width
        let latent = try weights.matrix(prefix + "latent", [1, 1, width], rows: 1, columns: width)
        query = try weights.linear(prefix + "q", inputs: width, outputs: width).ofOne(latent, weights)
        keysAndValues = try weights.linear(prefix + "kv", inputs: width, outputs: 2 * width).packed(weights.precision)
        projection = try weights.linear(prefix + "proj", inputs: width, outputs: width).packed(weights.precision)
        feedForward = FeedForward(
            norm: try weights.layerNorm(prefix + "norm", configuration),
            fc1: try weights.linear(prefix + "mlp.fc1", inputs: width, outputs: hidden).packed(weights.precision),
            fc2: try weights.linear(prefix + "mlp.fc2", inputs: hidden, outputs: width).packed(weights.precision),
            activation: activation)
        self.heads = heads
    }
}

extension Linear {
    /// What the layer makes of one row that is part of the weights; nothing in a survey.
    func ofOne(_ row: Matrix, _ weights: Weights) throws -> [Float] {
        guard !weights.isSurvey else { return [] }
        var result = Matrix(rows: 0, columns: 0)
        self(row, into: &result)
        return result.values
    }
}

extension ConvolutionStem {
    /// By timm's names (ConvStem): the first two with a batch norm, the last with a bias.
    init(_ weights: Weights, _ prefix: String, width: Int) throws {
        let (first, second) = (4, 2)
        func normed(_ index: Int, inputs: Int, kernel: Int) throws -> Layer {
            Layer(
                linear: try weights.convolution(
                    "\(prefix)\(index).conv", norm: "\(prefix)\(index).bn", inputs: inputs, outputs: width / 4,
                    kernel: kernel, epsilon: 1e-5),
                kernel: kernel, stride: kernel, padding: .none, activation: .gelu)
        }
        layers = [
            try normed(0, inputs: 3, kernel: first), try normed(1, inputs: width / 4, kernel: second),
            Layer(
                linear: Linear(
                    weight: try weights.convolution(
                        prefix + "2.conv.weight", inputs: width / 4, outputs: width, kernel: second),
                    bias: try weights.floats(prefix + "2.conv.bias", [width])
                ).packed(),
                kernel: second, stride: second, padding: .none, activation: .none),
        ]
        weights.ignore { $0.hasPrefix(prefix) && $0.hasSuffix(".num_batches_tracked") }
    }
}
