/// Sizes of CLIP's ResNet.
struct ResNetConfiguration: Sendable, Equatable {
    var imageSize = 224
    /// Channels after the stem.
    var width = 64
    /// Blocks in each of the four layers.
    var layers = [3, 4, 6, 3]
    /// Of the attention that pools.
    var heads = 32

    /// torch's BatchNorm2d.
    static let epsilon: Float = 1e-5
}

extension ModifiedResNet {
    /// - Parameters:
    ///   - prefix: "visual."
    ///   - dimension: of the embedding.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, prefix: String, _ configuration: ResNetConfiguration, dimension: Int) throws {
        func convolution(
            _ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1
        ) throws -> Convolution {
            Convolution(
                linear: try weights.convolution(
                    prefix + name, norm: prefix + norm, inputs: inputs, outputs: outputs, kernel: kernel,
                    epsilon: ResNetConfiguration.epsilon),
                kernel: kernel, stride: stride)
        }
        func bottleneck(_ name: String, inputs: Int, planes: Int, stride: Int) throws -> Bottleneck {
            let outputs = 4 * planes
            return Bottleneck(
                conv1: try convolution(
                    name + ".conv1", norm: name + ".bn1", inputs: inputs, outputs: planes, kernel: 1),
                conv2: try convolution(
                    name + ".conv2", norm: name + ".bn2", inputs: planes, outputs: planes, kernel: 3),
                conv3: try convolution(
                    name + ".conv3", norm: name + ".bn3", inputs: planes, outputs: outputs, kernel: 1),
                stride: stride,
                downsample: stride > 1 || inputs != outputs
                    ? try convolution(
                        name + ".downsample.0", norm: name + ".downsample.1", inputs: inputs, outputs: outputs,
                        kernel: 1)
                    : nil)
        }
        let width = configuration.width
        stem = [
            try convolution("conv1", norm: "bn1", inputs: 3, outputs: width / 2, kernel: 3, stride: 2),
            try convolution("conv2", norm: "bn2", inputs: width / 2, outputs: width / 2, kernel: 3),
            try convolution("conv3", norm: "bn3", inputs: width / 2, outputs: width, kernel: 3),
        ]
        var inputs = width
        layers = try configuration.layers.enumerated().map { index, count in
            let planes = width << index
            return try (0..<count).map { block in
                let stride = block == 0 && index > 0 ? 2 : 1
                defer { inputs = 4 * planes }
                return try bottleneck("layer\(index + 1).\(block)", inputs: inputs, planes: planes, stride: stride)
            }
        }
        attnpool = try AttentionPool(
            weights, prefix + "attnpool.", pixels: (configuration.imageSize / 32) * (configuration.imageSize / 32),
            channels: 32 * width, heads: configuration.heads, dimension: dimension)
        weights.ignore { $0.hasPrefix(prefix) && $0.hasSuffix(".num_batches_tracked") }
    }
}

extension ModifiedResNet.AttentionPool {
    init(_ weights: Weights, _ prefix: String, pixels: Int, channels: Int, heads: Int, dimension: Int) throws {
        func layer(_ name: String) throws -> Linear {
            try weights.linear(prefix + name, inputs: channels, outputs: channels)
        }
        positionalEmbedding = try weights.matrix(prefix + "positional_embedding", rows: pixels + 1, columns: channels)
        query = try layer("q_proj").packed()
        keysAndValues = .stacked([try layer("k_proj"), try layer("v_proj")]).packed()
        cProj = try weights.linear(prefix + "c_proj", inputs: channels, outputs: dimension).packed()
        self.heads = heads
    }
}
