/// What a family of checkpoints calls the tensors of its towers.
struct TensorNames: Sendable {
    let text: Text
    let image: Image
    let block: Block
    let logitScale: String
    /// Added to the scaled similarity in models that were trained with a sigmoid; the others lack it.
    var logitBias = "logit_bias"
    /// Whether the loader of such checkpoints resizes positional embeddings that are of other sizes (open_clip's), or
    /// refuses them (transformers').
    let resizesPositions: Bool

    struct Text: Sendable {
        let tokenEmbedding: String
        let positionalEmbedding: String
        /// Followed by the number of the layer and a dot.
        let blocks: String
        let lnFinal: String
        let projection: Projection
        /// Of CoCa's class token.
        var classEmbedding = "text.cls_emb"
        /// The name of the layer in place of a matrix, where it has a bias.
        var biasedProjection = "text_projection"

        func projection(hasBias: Bool) -> Projection { hasBias ? .biasedLayer(biasedProjection) : projection }
    }

    struct Image: Sendable {
        let conv1: String
        let classEmbedding: String
        let positionalEmbedding: String
        let lnPre: String
        let blocks: String
        let lnPost: String
        let projection: Projection
    }

    /// Names within a layer of a transformer.
    struct Block: Sendable {
        let ln1: String
        let attention: Attention
        let outProjection: String
        let ln2: String
        let fc: String
        let projection: String
        /// Of open_clip's layer scale, after attention and after the feed-forward part.
        let scales: (attention: String, feedForward: String)?
    }

    enum Attention: Sendable {
        /// One matrix and one bias, queries first, keys, values.
        case packed(weight: String, bias: String)
        /// A layer each.
        case separate(query: String, key: String, value: String)
    }

    /// A matrix [width, embedding] to multiply with from the right, or the weight [embedding, width] of a layer.
    enum Projection: Sendable {
        case matrix(String)
        case layer(String)
        /// A layer with its bias, by its name alone.
        case biasedLayer(String)
    }

    /// openai/CLIP's model.py, which open_clip keeps. `prefix` is "text." in open_clip's CustomTextCLIP.
    static func openAI(textPrefix prefix: String = "") -> TensorNames {
        TensorNames(
            text: Text(
                tokenEmbedding: prefix + "token_embedding.weight", positionalEmbedding: prefix + "positional_embedding",
                blocks: prefix + "transformer.resblocks.", lnFinal: prefix + "ln_final",
                projection: .matrix(prefix + "text_projection"), biasedProjection: prefix + "text_projection"),
            image: Image(
                conv1: "visual.conv1.weight", classEmbedding: "visual.class_embedding",
                positionalEmbedding: "visual.positional_embedding", lnPre: "visual.ln_pre",
                blocks: "visual.transformer.resblocks.", lnPost: "visual.ln_post", projection: .matrix("visual.proj")),
            block: Block(
                ln1: "ln_1", attention: .packed(weight: "attn.in_proj_weight", bias: "attn.in_proj_bias"),
                outProjection: "attn.out_proj", ln2: "ln_2", fc: "mlp.c_fc", projection: "mlp.c_proj",
                scales: ("ls_1.gamma", "ls_2.gamma")),
            logitScale: "logit_scale", resizesPositions: true)
    }

    /// These names, or "layer" for "layers" in the image tower where the weights have it so: transformers 5 saves AltCLIP
    /// that way (conversion_mapping.py).
    func fitting(_ archive: any TensorArchive) -> TensorNames {
        let other = image.blocks.replacing("layers.", with: "layer.")
        guard !archive.tensors.keys.contains(where: { $0.hasPrefix(image.blocks) }),
            archive.tensors.keys.contains(where: { $0.hasPrefix(other) })
        else { return self }
        return TensorNames(
            text: text,
            image: Image(
                conv1: image.conv1, classEmbedding: image.classEmbedding,
                positionalEmbedding: image.positionalEmbedding, lnPre: image.lnPre, blocks: other,
                lnPost: image.lnPost, projection: image.projection),
            block: block, logitScale: logitScale, resizesPositions: resizesPositions)
    }

    /// transformers' CLIPModel (models/clip/modeling_clip.py).
    static let huggingFace = TensorNames(
        text: Text(
            tokenEmbedding: "text_model.embeddings.token_embedding.weight",
            positionalEmbedding: "text_model.embeddings.position_embedding.weight",
            blocks: "text_model.encoder.layers.", lnFinal: "text_model.final_layer_norm",
            projection: .layer("text_projection.weight")),
        image: Image(
            conv1: "vision_model.embeddings.patch_embedding.weight",
            classEmbedding: "vision_model.embeddings.class_embedding",
            positionalEmbedding: "vision_model.embeddings.position_embedding.weight",
            lnPre: "vision_model.pre_layrnorm", blocks: "vision_model.encoder.layers.",
            lnPost: "vision_model.post_layernorm", projection: .layer("visual_projection.weight")),
        block: Block(
            ln1: "layer_norm1",
            attention: .separate(query: "self_attn.q_proj", key: "self_attn.k_proj", value: "self_attn.v_proj"),
            outProjection: "self_attn.out_proj", ln2: "layer_norm2", fc: "mlp.fc1", projection: "mlp.fc2", scales: nil),
        logitScale: "logit_scale", resizesPositions: false)
}
