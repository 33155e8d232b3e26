/// Sizes of a Vision Transformer.
struct VisionConfiguration: Sendable, Equatable {
    var imageHeight = 224
    var imageWidth = 224
    var patch = 16
    var transformer = TransformerConfiguration(width: 768, layers: 12, heads: 12, hidden: 3072)
    var hasNormBeforeLayers = true
    var pooling = Pooling.classToken

    enum Pooling: Sendable, Equatable {
        case classToken
        /// The mean of the patches, normalised before or after it is taken.
        case mean(isNormedAfter: Bool)
    }
}

extension VisionTransformer {
    /// - Parameter dimension: of the embedding.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ names: TensorNames, _ configuration: VisionConfiguration, dimension: Int) throws {
        let transformer = configuration.transformer
        let (patch, width) = (configuration.patch, transformer.width)
        stem = .patches(
            of: patch,
            Linear(weight: try weights.convolution(names.image.conv1, inputs: 3, outputs: width, kernel: patch))
                .packed(weights.precision))
        classEmbedding = try weights.floats(names.image.classEmbedding, [width])
        positionalEmbedding = try weights.positions(
            names, grid: (configuration.imageHeight / patch, configuration.imageWidth / patch), width: width)
        lnPre = configuration.hasNormBeforeLayers ? try weights.layerNorm(names.image.lnPre, transformer) : nil
        blocks = try weights.blocks(names.image.blocks, names.block, transformer)
        let norm = try weights.layerNorm(names.image.lnPost, transformer)
        let isNormedAfter = configuration.pooling == .mean(isNormedAfter: true)
        (lnPost, pooledNorm) = isNormedAfter ? (nil, norm) : (norm, nil)
        head = .linear(try weights.projection(names.image.projection, width: width, dimension: dimension))
        pooling = configuration.pooling == .classToken ? .classToken : .mean
        weights.ignore { $0.hasSuffix("position_ids") }
    }
}
