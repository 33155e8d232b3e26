/// A text tower as a configuration describes it. Each kind is a type of its own.
protocol TextTowerConfiguration: Sendable {
    var contextLength: Int { get }
    /// Rows of the table of tokens.
    var vocabularySize: Int { get }

    /// Length of an embedding, given what a projection makes.
    func dimension(projected: Int) -> Int

    /// - Parameters:
    ///   - dimension: of the embedding.
    ///   - padding: the tokenizer's, for towers that see it.
    /// - Throws: `CheckpointError`
    func encoder(
        _ weights: Weights, _ names: TensorNames, dimension: Int, padding: Padding?
    ) throws -> any TextEncoder
}

/// Sizes of CLIP's text tower, and of those of its kind whose tokens see each other in both directions.
struct TextConfiguration: TextTowerConfiguration, Equatable {
    var contextLength = 77
    var vocabularySize = 49408
    var transformer = TransformerConfiguration(width: 512, layers: 12, heads: 8, hidden: 2048)
    var hasProjection = true
    var hasProjectionBias = false
    var pooling = TextTransformer.Pooling.highestToken
    var isCausal = true
    /// CoCa's: its state is the embedding.
    var classToken: ClassToken?

    struct ClassToken: Sendable, Equatable {
        /// The token that its mask takes for padding.
        let padding: Int
    }

    func dimension(projected: Int) -> Int { hasProjection ? projected : transformer.width }

    func encoder(
        _ weights: Weights, _ names: TensorNames, dimension: Int, padding: Padding?
    ) throws -> any TextEncoder {
        if let classToken {
            guard padding?.id == classToken.padding else {
                throw CheckpointError.malformed(
                    weights.archive.file,
                    reason: "hides the padding \(classToken.padding), and the tokenizer pads with "
                        + "\(padding.map { "\($0.id)" } ?? "nothing")")
            }
            return try ClassTokenTextTransformer(
                weights, names, self, dimension: dimension, padding: classToken.padding)
        }
        if isCausal { return try TextTransformer(weights, names, self, dimension: dimension) }
        guard let padding else {
            throw CheckpointError.malformed(
                weights.archive.file,
                reason: "has a text tower that reads its padding, and no pad_token is in tokenizer_config.json")
        }
        return try BidirectionalTextTransformer(weights, names, self, dimension: dimension, padding: padding)
    }

    /// - Throws: `CheckpointError`
    fileprivate func projection(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> Linear? {
        guard hasProjection else { return nil }
        return try weights.projection(
            names.text.projection(hasBias: hasProjectionBias), width: transformer.width, dimension: dimension)
    }
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
        textProjection = try configuration.projection(weights, names, dimension: dimension)
        pooling = configuration.pooling
        weights.ignore { $0.hasSuffix("attn_mask") || $0.hasSuffix("position_ids") }
    }
}

extension BidirectionalTextTransformer {
    /// - Parameter dimension: of the embedding.
    /// - Throws: `CheckpointError`
    init(
        _ weights: Weights, _ names: TensorNames, _ configuration: TextConfiguration, dimension: Int, padding: Padding
    ) throws {
        let transformer = configuration.transformer
        tokenEmbedding = try weights.matrix(
            names.text.tokenEmbedding, rows: configuration.vocabularySize, columns: transformer.width)
        positionalEmbedding = try weights.positions(
            names, context: configuration.contextLength, width: transformer.width)
        blocks = try weights.blocks(names.text.blocks, names.block, transformer)
        lnFinal = try weights.layerNorm(names.text.lnFinal, transformer)
        textProjection = try configuration.projection(weights, names, dimension: dimension)
        pooling = configuration.pooling
        self.padding = padding
        weights.ignore { $0.hasSuffix("attn_mask") || $0.hasSuffix("position_ids") }
    }
}
