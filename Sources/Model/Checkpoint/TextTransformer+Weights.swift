/// Sizes of a text tower.
struct TextConfiguration: Sendable, Equatable {
    var contextLength = 77
    var vocabularySize = 49408
    var transformer = TransformerConfiguration(width: 512, layers: 12, heads: 8, hidden: 2048)
    var hasProjection = true
    var pooling = TextTransformer.Pooling.highestToken

    /// Length of an embedding, given what a projection makes.
    func dimension(projected: Int) -> Int { hasProjection ? projected : transformer.width }
}

extension TextTransformer {
    /// - Parameter dimension: of the embedding.
    /// - Throws: `CheckpointError`
    init(_ weights: Weights, _ names: TensorNames, _ configuration: TextConfiguration, dimension: Int) throws {
        let transformer = configuration.transformer
        tokenEmbedding = try weights.matrix(
            names.text.tokenEmbedding, rows: configuration.vocabularySize, columns: transformer.width)
        positionalEmbedding = try weights.positions(
            names, context: configuration.contextLength, width: transformer.width)
        blocks = try weights.blocks(names.text.blocks, names.block, transformer)
        lnFinal = try weights.layerNorm(names.text.lnFinal, transformer)
        textProjection =
            configuration.hasProjection
            ? try weights.projection(names.text.projection, width: transformer.width, dimension: dimension) : nil
        pooling = configuration.pooling
        weights.ignore { $0.hasSuffix("attn_mask") || $0.hasSuffix("position_ids") }
    }
}
