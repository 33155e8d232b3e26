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
        /// CoCa's, with the norm behind it.
        case attention(Pooler)
    }

    struct Pooler: Sendable, Equatable {
        let queries: Int
        let heads: Int
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
        var pooled = transformer
        if case .attention = configuration.pooling { pooled.width = dimension }
        func norm() throws -> LayerNorm { try weights.layerNorm(names.image.lnPost, pooled) }
        switch configuration.pooling {
        case .classToken: (pooling, lnPost) = (.classToken, try norm())
        case .mean(isNormedAfter: false): (pooling, lnPost) = (.mean, try norm())
        case .mean(isNormedAfter: true): (pooling, lnPost, pooledNorm) = (.mean, nil, try norm())
        case .attention(let pooler):
            pooling = .attention(
                try AttentionPool(coCa: weights, "visual.attn_pool.", transformer, pooler, width: dimension))
            (lnPost, pooledNorm) = (nil, try norm())
        }
        head = .linear(try weights.projection(names.image.projection, width: pooled.width, dimension: dimension))
        weights.ignore { $0.hasSuffix("position_ids") }
    }
}
