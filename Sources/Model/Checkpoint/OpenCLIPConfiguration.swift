import Foundation

/// open_clip_config.json: what the two towers are and how pictures are prepared.
/// Keys and their standard values are those of open_clip's model.py (CLIPVisionCfg, CLIPTextCfg) and transform.py
/// (PreprocessCfg).
struct OpenCLIPConfiguration {
    let dimension: Int
    let image: any ImageConfiguration
    let text: any TextTowerConfiguration
    let preprocessing: Preprocessing
    let names: TensorNames
    /// Whether QuickGELU stands between the layers.
    let isQuick: Bool
    /// CoCa's, which writes captions.
    let hasDecoder: Bool
    /// Of a tokenizer that is not CLIP's own; nil where nothing is said.
    let tokenizerName: String?

    /// - Throws: `CheckpointError`
    init(contentsOf file: URL) throws {
        let root = try ConfigurationFile(contentsOf: file)
        try root.allowOnly(["model_cfg", "preprocess_cfg"])
        let model = try root.object("model_cfg")
        try model.allowOnly(
            ["embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "custom_text", "multimodal_cfg"],
            // The weights hold both.
            harmless: ["init_logit_scale": { _ in true }, "init_logit_bias": { _ in true }])
        dimension = try model.size("embed_dim")
        isQuick = try model.value("quick_gelu") ?? false
        let activation: Activation = isQuick ? .quickGELU : .gelu
        hasDecoder = model.has("multimodal_cfg")
        let isNested: Bool = try model.value("custom_text") ?? hasDecoder
        names = .openAI(textPrefix: isNested ? "text." : "")
        let vision = try model.object("vision_cfg")
        image = try Self.image(vision, activation: activation)
        let textObject = try model.object("text_cfg")
        text =
            textObject.has("hf_model_name")
            ? try BERTConfiguration(openCLIP: textObject, dimension: dimension)
            : try Self.text(textObject, activation: activation)
        tokenizerName = try textObject.value("hf_tokenizer_name").flatMap { $0.isEmpty ? nil : $0 }
        preprocessing = try Self.preprocessing(
            try root.object("preprocess_cfg"), imageSize: try vision.sides("image_size", default: 224))
    }

    /// Whether a tokenizer's options are those that it reads itself.
    private static func isPlain(_ options: Any) -> Bool {
        guard let options = options as? [String: Any] else { return false }
        return options.allSatisfy { key, value in
            switch key {
            case "clean": ["whitespace", "lower", "canonicalize"].contains(value as? String)
            case "strip_sep_token": value is Bool
            case "language": value as? String == ""
            default: false
            }
        }
    }

    private static func text(_ object: ConfigurationFile, activation: Activation) throws -> TextConfiguration {
        try object.allowOnly(
            [
                "context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "ls_init_value", "proj_type",
                "proj_bias",
                "pool_type", "no_causal_mask", "eos_id", "norm_kwargs", "act_kwargs", "embed_cls",
            ],
            harmless: [
                "hf_tokenizer_name": { _ in true }, "tokenizer_kwargs": isPlain,
                "final_ln_after_pool": { _ in true },
                "pad_id": { _ in true }, "output_tokens": { _ in true },
            ])
        var text = TextConfiguration()
        text.contextLength = try object.length("context_length", default: text.contextLength)
        text.vocabularySize = try object.size("vocab_size", default: text.vocabularySize)
        text.transformer = try transformer(
            object, width: 512, layers: 12, heads: try object.size("heads", default: 8), activation: activation)
        let projection: String = try object.value("proj_type") ?? "linear"
        guard projection == "linear" || projection == "none" else {
            throw CheckpointError.unsupported(key: object.name("proj_type"), value: projection, file: object.file)
        }
        text.hasProjection = projection == "linear"
        text.hasProjectionBias = try object.value("proj_bias") ?? false
        text.isCausal = !(try object.value("no_causal_mask") ?? false)
        if try object.value("embed_cls") ?? false {
            guard text.isCausal else {
                throw CheckpointError.unsupported(key: object.name("embed_cls"), value: "true", file: object.file)
            }
            // Whatever the pool says, the class token is read.
            text.classToken = TextConfiguration.ClassToken(padding: try object.value("pad_id") ?? 0)
            return text
        }
        let pool: String = try object.value("pool_type") ?? "argmax"
        switch (pool, text.isCausal) {
        case ("argmax", _): text.pooling = .highestToken
        case ("eos", _): text.pooling = .firstToken(try object.value("eos_id") ?? 2)
        case ("last", false): text.pooling = .last
        case ("first", false): text.pooling = .first
        default: throw CheckpointError.unsupported(key: object.name("pool_type"), value: pool, file: object.file)
        }
        return text
    }

    /// The keys that both towers share; the numbers are the standard ones.
    static func transformer(
        _ object: ConfigurationFile, width: Int, layers: Int, heads: Int, activation: Activation
    ) throws -> TransformerConfiguration {
        let width = try object.size("width", default: width)
        let ratio = try object.value("mlp_ratio", Double.self) ?? 4
        guard ratio > 0, ratio <= 64 else {
            throw CheckpointError.wrongValue(
                key: object.name("mlp_ratio"), expected: "0 to 64", found: "\(ratio)", file: object.file)
        }
        guard width % heads == 0 else {
            throw CheckpointError.wrongValue(
                key: object.name("heads"), expected: "a divisor of the width \(width)", found: "\(heads)",
                file: object.file)
        }
        let norm = try object.object("norm_kwargs")
        try norm.allowOnly(["eps"])
        let own = try object.object("act_kwargs")
        try own.allowOnly(["approximate"])
        let form: String = try own.value("approximate") ?? "none"
        guard form == "none" || form == "tanh", activation == .gelu || !own.has("approximate") else {
            throw CheckpointError.unsupported(key: own.name("approximate"), value: form, file: object.file)
        }
        return TransformerConfiguration(
            width: width, layers: try object.size("layers", default: layers), heads: heads,
            hidden: Int(Double(width) * ratio), activation: form == "tanh" ? .tanhGELU : activation,
            epsilon: Float(try norm.value("eps", Double.self) ?? 1e-5), hasLayerScale: object.has("ls_init_value"))
    }
}
