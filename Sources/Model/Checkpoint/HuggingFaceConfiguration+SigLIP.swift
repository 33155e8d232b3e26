extension HuggingFaceConfiguration {
    /// SiglipModel, SigLIP 2 of a fixed resolution too: keys and standard values are those of
    /// models/siglip/configuration_siglip.py.
    static func siglip(_ file: ConfigurationFile) throws -> Towers {
        let textObject = try tower("text_config", of: file)
        let imageObject = try tower("vision_config", of: file)
        func transformer(_ object: ConfigurationFile) throws -> TransformerConfiguration {
            try self.transformer(
                object, width: 768, layers: 12, heads: 12, hidden: 3072, activation: "gelu_pytorch_tanh",
                epsilon: 1e-6)
        }
        var text = TextConfiguration()
        text.contextLength = try textObject.length("max_position_embeddings", default: 64)
        text.vocabularySize = try textObject.size("vocab_size", default: 32000)
        text.transformer = try transformer(textObject)
        (text.isCausal, text.pooling, text.hasProjectionBias) = (false, .last, true)

        let size = try imageObject.side("image_size", default: 224)
        guard try imageObject.value("vision_use_head", Bool.self) ?? true else {
            throw CheckpointError.unsupported(
                key: imageObject.name("vision_use_head"), value: "false", file: file.file)
        }
        let image = SiglipVision(
            image: size, patch: try imageObject.size("patch_size", default: 16),
            transformer: try transformer(imageObject))
        let dimension = image.transformer.width
        guard try textObject.size("projection_size", default: text.transformer.width) == dimension else {
            throw CheckpointError.wrongValue(
                key: textObject.name("projection_size"), expected: "\(dimension), the image tower's hidden_size",
                found: "\(try textObject.size("projection_size", default: text.transformer.width))", file: file.file)
        }
        return Towers(dimension: dimension, image: image, text: text, names: .huggingFaceSiglip, processors: .siglip)
    }
}

/// The image tower of transformers' SiglipModel.
struct SiglipVision: ImageConfiguration {
    let image: Int
    let patch: Int
    let transformer: TransformerConfiguration

    var family: String {
        "SigLIP-\(VisionConfiguration.letter(width: transformer.width, layers: transformer.layers))/\(patch)"
    }
    var inputSize: (height: Int, width: Int)? { (image, image) }
    var isTransformer: Bool { true }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        let (prefix, width) = ("vision_model.", transformer.width)
        let side = image / patch
        let embeddings = prefix + "embeddings."
        let encoder = VisionTransformer(
            stem: .patches(
                of: patch,
                Linear(
                    weight: try weights.convolution(
                        embeddings + "patch_embedding.weight", inputs: 3, outputs: width, kernel: patch),
                    bias: try weights.floats(embeddings + "patch_embedding.bias", [width])
                ).packed(weights.precision)),
            classEmbedding: nil,
            positionalEmbedding: try weights.matrix(
                embeddings + "position_embedding.weight", rows: side * side, columns: width),
            lnPre: nil, blocks: try weights.blocks(prefix + "encoder.layers.", names.block, transformer),
            lnPost: try weights.layerNorm(prefix + "post_layernorm", transformer),
            pooling: .attention(try AttentionPool(weights, huggingFace: prefix + "head.", transformer)), head: .none)
        weights.ignore { $0.hasSuffix("position_ids") }
        return encoder
    }
}

extension AttentionPool {
    /// By transformers' names (SiglipMultiheadAttentionPoolingHead).
    init(_ weights: Weights, huggingFace prefix: String, _ configuration: TransformerConfiguration) throws {
        let (width, hidden) = (configuration.width, configuration.hidden)
        let probe = try weights.matrix(prefix + "probe", [1, 1, width], rows: 1, columns: width)
        let inputs = Linear(
            weight: try weights.matrix(prefix + "attention.in_proj_weight", rows: 3 * width, columns: width),
            bias: try weights.floats(prefix + "attention.in_proj_bias", [3 * width]))
        query = weights.isSurvey ? [] : Array(try inputs.ofOne(probe, weights).prefix(width))
        keysAndValues = inputs.droppingOutputs(weights.isSurvey ? 0 : width).packed(weights.precision)
        projection = try weights.linear(prefix + "attention.out_proj", inputs: width, outputs: width)
            .packed(weights.precision)
        feedForward = FeedForward(
            norm: try weights.layerNorm(prefix + "layernorm", configuration),
            fc1: try weights.linear(prefix + "mlp.fc1", inputs: width, outputs: hidden).packed(weights.precision),
            fc2: try weights.linear(prefix + "mlp.fc2", inputs: hidden, outputs: width).packed(weights.precision),
            activation: configuration.activation)
        heads = configuration.heads
    }
}

extension Linear {
    /// The layer without its first outputs.
    fileprivate func droppingOutputs(_ count: Int) -> Linear {
        Linear(
            weight: Matrix(
                rows: rows.rows - count, columns: inputs, values: Array(rows.values.dropFirst(count * inputs))),
            bias: Array(bias.dropFirst(count)))
    }
}

extension TensorNames {
    /// transformers' SiglipModel (models/siglip/modeling_siglip.py).
    static let huggingFaceSiglip = TensorNames(
        text: Text(
            tokenEmbedding: huggingFace.text.tokenEmbedding,
            positionalEmbedding: huggingFace.text.positionalEmbedding, blocks: huggingFace.text.blocks,
            lnFinal: huggingFace.text.lnFinal, projection: huggingFace.text.projection,
            biasedProjection: "text_model.head"),
        image: huggingFace.image, block: huggingFace.block, logitScale: "logit_scale", resizesPositions: false)
}
