/// What CoCa has beside CLIP's towers (Yu et al. 2022; open_clip, coca_model.py): a pooler of attention behind the image
/// tower, and a class token behind the text. Its decoder, which writes captions, says nothing of an embedding.
enum CoCa {
    /// What the decoder's tensors begin with.
    static let decoder = "text_decoder."
}

extension AttentionPool {
    /// By open_clip's names (AttentionalPooler), of whose queries the first alone is read.
    /// - Parameters:
    ///   - configuration: of the tokens.
    ///   - pooler: its sizes.
    ///   - width: of queries and outputs.
    init(
        coCa weights: Weights, _ prefix: String, _ configuration: TransformerConfiguration,
        _ pooler: VisionConfiguration.Pooler, width: Int
    ) throws {
        var own = configuration
        own.width = width
        let inputs = configuration.width
        let queries = try weights.matrix(prefix + "query", rows: pooler.queries, columns: width)
        let norm = try weights.layerNorm(prefix + "ln_q", own)
        let bias = try weights.floats(prefix + "attn.in_proj_bias", [3 * width])
        // One matrix where tokens are as wide as queries (torch, MultiheadAttention).
        let layers: [Matrix] =
            inputs == width
            ? try weights.matrix(prefix + "attn.in_proj_weight", rows: 3 * width, columns: width)
                .parts(of: width, weights)
            : [
                try weights.matrix(prefix + "attn.q_proj_weight", rows: width, columns: width),
                try weights.matrix(prefix + "attn.k_proj_weight", rows: width, columns: inputs),
                try weights.matrix(prefix + "attn.v_proj_weight", rows: width, columns: inputs),
            ]
        func layer(_ index: Int) -> Linear {
            Linear(
                weight: layers[index],
                bias: weights.isSurvey ? [] : Array(bias[index * width..<(index + 1) * width]))
        }
        query =
            weights.isSurvey
            ? []
            : try layer(0).ofOne(
                norm.of(Matrix(rows: 1, columns: width, values: Array(queries[0]))), weights)
        keysAndValues = Linear.stacked([layer(1), layer(2)]).packed(weights.precision)
        projection = try weights.linear(prefix + "attn.out_proj", inputs: width, outputs: width)
            .packed(weights.precision)
        tokenNorm = try weights.layerNorm(prefix + "ln_k", configuration)
        feedForward = nil
        heads = pooler.heads
    }
}

extension Matrix {
    /// Rows in parts of so many; of a survey's three parts none has any.
    fileprivate func parts(of count: Int, _ weights: Weights) -> [Matrix] {
        (0..<3).map { part in
            weights.isSurvey ? self : selecting(Array(part * count..<(part + 1) * count))
        }
    }
}

extension ClassTokenTextTransformer {
    /// - Throws: `CheckpointError`
    init(
        _ weights: Weights, _ names: TensorNames, _ configuration: TextConfiguration, dimension: Int, padding: Int
    ) throws {
        let classToken = try weights.floats(names.text.classEmbedding, [configuration.transformer.width])
        var longer = configuration
        longer.contextLength += 1
        let tower = try TextTransformer(weights, names, longer, dimension: dimension)
        self.init(
            tower: weights.isSurvey ? tower : tower.adding(token: classToken), context: configuration.contextLength,
            padding: padding)
    }
}
