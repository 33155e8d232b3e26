/// Sizes of a text tower.
struct TextConfiguration: Sendable, Equatable {
    var contextLength = 77
    var vocabularySize = 49408
    var width = 512
    var heads = 8
    var layers = 12
    var mlpRatio = 4.0
    var hasProjection = true
    var activation = Activation.gelu
    var pooling = TextTransformer.Pooling.highestToken
}

extension TextTransformer {
    /// - Parameter dimension: of the embedding.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ configuration: TextConfiguration, dimension: Int) throws {
        let width = configuration.width
        tokenEmbedding = try weights.matrix(
            "token_embedding.weight", rows: configuration.vocabularySize, columns: width)
        positionalEmbedding = try weights.matrix(
            "positional_embedding", rows: configuration.contextLength, columns: width)
        blocks = try (0..<configuration.layers).map { layer in
            try ResidualAttentionBlock(
                weights, "transformer.resblocks.\(layer).", width: width, heads: configuration.heads,
                hidden: Int(Double(width) * configuration.mlpRatio), activation: configuration.activation)
        }
        lnFinal = try weights.layerNorm("ln_final", width: width)
        textProjection =
            configuration.hasProjection
            ? Linear(weight: try weights.matrix("text_projection", rows: width, columns: dimension).transposed) : nil
        pooling = configuration.pooling
        weights.ignore { $0 == "attn_mask" }
    }
}

extension ResidualAttentionBlock {
    init(
        _ weights: Weights, _ prefix: String, width: Int, heads: Int, hidden: Int, activation: Activation
    ) throws {
        ln1 = try weights.layerNorm(prefix + "ln_1", width: width)
        inProjection = Linear(
            weight: try weights.matrix(prefix + "attn.in_proj_weight", rows: 3 * width, columns: width),
            bias: try weights.floats(prefix + "attn.in_proj_bias", [3 * width]))
        outProjection = try weights.linear(prefix + "attn.out_proj", inputs: width, outputs: width)
        ln2 = try weights.layerNorm(prefix + "ln_2", width: width)
        fc = try weights.linear(prefix + "mlp.c_fc", inputs: width, outputs: hidden)
        projection = try weights.linear(prefix + "mlp.c_proj", inputs: hidden, outputs: width)
        self.heads = heads
        self.activation = activation
    }
}
