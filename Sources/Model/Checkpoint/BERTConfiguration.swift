/// Sizes of a text tower of transformers, and what stands behind it.
struct BERTConfiguration: TextTowerConfiguration {
    var contextLength: Int
    var vocabularySize: Int
    var positions: Int
    var types: Int
    var transformer: TransformerConfiguration
    var pooling: Pooling
    var head: Head
    /// See `BERTTextEncoder.firstPosition`.
    var firstPosition: Int
    /// What the tensors' names begin with: "text.transformer."
    var prefix: String

    enum Pooling: Sendable { case mean, first, pooler }

    enum Head: Sendable, Equatable {
        case none
        /// A layer without bias, by its name.
        case linear(String)
        /// Two without bias.
        case mlp(String, String)
        /// AltCLIP's pre_LN, transformation and text_projection.
        case transformed(width: Int)
    }

    func dimension(projected: Int) -> Int { head == .none ? transformer.width : projected }

    func encoder(
        _ weights: Weights, _ names: TensorNames, dimension: Int, padding: Padding?
    ) throws -> any TextEncoder {
        let width = transformer.width
        let embeddings = prefix + "embeddings."
        let types = try weights.matrix(embeddings + "token_type_embeddings.weight", rows: types, columns: width)
        let encoder = BERTTextEncoder(
            wordEmbeddings: try weights.matrix(
                embeddings + "word_embeddings.weight", rows: vocabularySize, columns: width),
            positionEmbeddings: try weights.matrix(
                embeddings + "position_embeddings.weight", rows: positions, columns: width),
            tokenType: weights.isSurvey ? [] : Array(types[0]),
            layerNorm: try weights.layerNorm(embeddings + "LayerNorm", transformer),
            blocks: try (0..<transformer.layers).map {
                try weights.bertLayer("\(prefix)encoder.layer.\($0).", transformer)
            },
            pooling: try pooling(weights), head: try head(weights, dimension: dimension),
            firstPosition: firstPosition)
        weights.ignore { $0.hasSuffix("position_ids") || $0.hasSuffix("token_type_ids") }
        return encoder
    }

    private func pooling(_ weights: Weights) throws -> BERTTextEncoder.Pooling {
        switch pooling {
        case .mean: .mean
        case .first: .first
        case .pooler:
            .pooler(
                try weights.linear(prefix + "pooler.dense", inputs: transformer.width, outputs: transformer.width)
                    .packed())
        }
    }

    private func head(_ weights: Weights, dimension: Int) throws -> BERTTextEncoder.Head {
        let width = transformer.width
        func layer(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
            try weights.linear(name, inputs: inputs, outputs: outputs, hasBias: false).packed()
        }
        switch head {
        case .none: return .none
        case .linear(let name): return .linear(try layer(name, width, dimension))
        case .mlp(let first, let second):
            // open_clip's hidden layer is as wide as the mean of both ends.
            let hidden = (width + dimension) / 2
            return .mlp(try layer(first, width, hidden), try layer(second, hidden, dimension))
        case .transformed(let own):
            return .transformed(
                try weights.layerNorm("text_model.pre_LN", transformer),
                try weights.linear("text_model.transformation", inputs: width, outputs: own).packed(),
                try layer("text_projection", own, dimension))
        }
    }
}

extension Weights {
    /// BertLayer: norms behind the sums.
    fileprivate func bertLayer(
        _ prefix: String, _ configuration: TransformerConfiguration
    ) throws -> ResidualAttentionBlock {
        let (width, hidden) = (configuration.width, configuration.hidden)
        func layer(_ name: String, _ inputs: Int, _ outputs: Int) throws -> Linear {
            try linear(prefix + name, inputs: inputs, outputs: outputs)
        }
        return ResidualAttentionBlock(
            ln1: try layerNorm(prefix + "attention.output.LayerNorm", configuration),
            inProjection: Linear.stacked(
                try ["query", "key", "value"].map { try layer("attention.self.\($0)", width, width) }
            ).packed(precision),
            outProjection: try layer("attention.output.dense", width, width).packed(precision),
            ln2: try layerNorm(prefix + "output.LayerNorm", configuration),
            fc: try layer("intermediate.dense", width, hidden).packed(precision),
            projection: try layer("output.dense", hidden, width).packed(precision), heads: configuration.heads,
            activation: configuration.activation, norms: .afterSum)
    }
}

/// The text towers that open_clip fetches from the hub by name (hf_model_name): their configurations there.
extension BERTConfiguration {
    private static let named: [String: (width: Int, layers: Int, heads: Int, vocabulary: Int)] = [
        "roberta-base": (768, 12, 12, 50265), "roberta-large": (1024, 24, 16, 50265),
        "xlm-roberta-base": (768, 12, 12, 250002), "xlm-roberta-large": (1024, 24, 16, 250002),
        "FacebookAI/roberta-base": (768, 12, 12, 50265), "FacebookAI/roberta-large": (1024, 24, 16, 50265),
        "FacebookAI/xlm-roberta-base": (768, 12, 12, 250002), "FacebookAI/xlm-roberta-large": (1024, 24, 16, 250002),
    ]

    /// - Parameter object: text_cfg.
    /// - Throws: `CheckpointError`
    init(openCLIP object: ConfigurationFile, dimension: Int) throws {
        let name: String = try object.required("hf_model_name")
        guard let sizes = Self.named[name] else {
            throw CheckpointError.unsupported(key: object.name("hf_model_name"), value: name, file: object.file)
        }
        try object.allowOnly(
            [
                "hf_model_name", "hf_tokenizer_name", "hf_proj_type", "hf_pooler_type", "proj", "pooler_type",
                "context_length",
            ],
            harmless: [
                "hf_model_pretrained": { _ in true }, "output_tokens": { _ in true },
                "tokenizer_kwargs": { $0 is [String: Any] },
                "vocab_size": { _ in true }, "width": { _ in true },
            ])
        contextLength = try object.length("context_length", default: 77)
        (vocabularySize, positions, types, firstPosition) = (sizes.vocabulary, 514, 1, 2)
        transformer = TransformerConfiguration(
            width: sizes.width, layers: sizes.layers, heads: sizes.heads, hidden: 4 * sizes.width)
        prefix = "text.transformer."
        let pooler: String = try object.value("hf_pooler_type") ?? object.value("pooler_type") ?? "mean_pooler"
        switch pooler {
        case "mean_pooler": pooling = .mean
        case "cls_pooler": pooling = .pooler
        case "cls_last_hidden_state_pooler": pooling = .first
        default:
            throw CheckpointError.unsupported(key: object.name("hf_pooler_type"), value: pooler, file: object.file)
        }
        let projection: String = try object.value("hf_proj_type") ?? object.value("proj") ?? "mlp"
        switch projection {
        case "mlp": head = .mlp("text.proj.0", "text.proj.2")
        case "linear": head = .linear("text.proj")
        case "" where sizes.width == dimension: head = .none
        default:
            throw CheckpointError.unsupported(key: object.name("hf_proj_type"), value: projection, file: object.file)
        }
    }
}
