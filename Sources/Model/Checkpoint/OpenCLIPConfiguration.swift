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

extension OpenCLIPConfiguration {
    /// The keys of PreprocessCfg. Its size is not looked at: open_clip's loader puts the image tower's in its place.
    static func preprocessing(_ object: ConfigurationFile, imageSize: (height: Int, width: Int)) throws -> Preprocessing
    {
        try object.allowOnly(
            ["size", "mean", "std", "interpolation", "resize_mode", "fill_color"],
            harmless: ["mode": { $0 as? String == "RGB" }])
        func choice<Choice: RawRepresentable<String>>(_ key: String, _ standard: Choice) throws -> Choice {
            guard let name: String = try object.value(key) else { return standard }
            guard let choice = Choice(rawValue: name) else {
                throw CheckpointError.unsupported(key: object.name(key), value: name, file: object.file)
            }
            return choice
        }
        return Preprocessing(
            width: imageSize.width, height: imageSize.height,
            resizeMode: try choice("resize_mode", Preprocessing.ResizeMode.shortest),
            interpolation: try choice("interpolation", Interpolation.bicubic),
            mean: try object.colour("mean", default: Preprocessing.mean),
            std: try object.colour("std", default: Preprocessing.std, isDivisor: true),
            fillColour: UInt8(clamping: try object.value("fill_color") ?? 0))
    }
}

extension OpenCLIPConfiguration {
    /// The keys of CLIPVisionCfg: a timm tower where one is named, a ResNet where `layers` is a list of four, else a
    /// Vision Transformer.
    static func image(_ object: ConfigurationFile, activation: Activation) throws -> any ImageConfiguration {
        if object.has("timm_model_name") { return try TimmTower(object).configuration }
        return object.isList("layers")
            ? try modifiedResNet(object) : try visionTransformer(object, activation: activation)
    }

    private static func modifiedResNet(_ object: ConfigurationFile) throws -> ResNetConfiguration {
        try object.allowOnly(
            ["image_size", "layers", "width", "head_width"], harmless: ["patch_size": { _ in true }])
        let layers: [Int] = try object.required("layers")
        guard layers.count == 4, layers.allSatisfy({ (1...1000).contains($0) }) else {
            throw CheckpointError.wrongValue(
                key: object.name("layers"), expected: "four numbers of blocks", found: "\(layers)", file: object.file)
        }
        let size = try object.sides("image_size", default: 224)
        let width = try object.size("width", default: 64)
        guard size.height == size.width else {
            throw CheckpointError.unsupported(key: object.name("image_size"), value: "\(size)", file: object.file)
        }
        return ResNetConfiguration(
            imageSize: size.height, width: width, layers: layers,
            heads: max(1, width * 32 / (try object.size("head_width", default: 64))))
    }

    /// - Returns: nil where there is none. (Two poolers, "cascade" and "parallel", no published weights have.)
    private static func coCaPooler(_ object: ConfigurationFile) throws -> VisionConfiguration.Pooler? {
        guard try object.value("attentional_pool", Bool.self) == true else { return nil }
        return VisionConfiguration.Pooler(
            queries: try object.size("attn_pooler_queries", default: 256),
            heads: try object.size("attn_pooler_heads", default: 8))
    }

    private static func visionTransformer(
        _ object: ConfigurationFile, activation: Activation
    ) throws -> VisionConfiguration {
        try object.allowOnly(
            [
                "image_size", "patch_size", "width", "layers", "head_width", "mlp_ratio", "ls_init_value", "no_ln_pre",
                "pool_type", "final_ln_after_pool", "norm_kwargs", "act_kwargs", "attentional_pool",
                "attn_pooler_queries", "attn_pooler_heads",
            ],
            harmless: [
                "patch_dropout": { _ in true }, "output_tokens": { _ in true },
                // The embedding is a tensor of the checkpoint either way.
                "pos_embed_type": { $0 as? String == "learnable" || $0 as? String == "sin_cos_2d" },
            ])
        var vision = VisionConfiguration()
        let size = try object.sides("image_size", default: 224)
        (vision.imageHeight, vision.imageWidth) = (size.height, size.width)
        vision.patch = try object.size("patch_size", default: 16)
        let width = try object.size("width", default: 768)
        vision.transformer = try transformer(
            object, width: width, layers: 12, heads: max(1, width / (try object.size("head_width", default: 64))),
            activation: activation)
        vision.hasNormBeforeLayers = !(try object.value("no_ln_pre") ?? false)
        let isNormedAfter: Bool = try object.value("final_ln_after_pool") ?? false
        let pool: String = try object.value("pool_type") ?? "tok"
        switch pool {
        case "tok": vision.pooling = .classToken
        case "avg": vision.pooling = .mean(isNormedAfter: isNormedAfter)
        default: throw CheckpointError.unsupported(key: object.name("pool_type"), value: pool, file: object.file)
        }
        if object.has("attentional_pool"), let pooler = try coCaPooler(object) {
            guard vision.pooling == .classToken else {
                throw CheckpointError.unsupported(key: object.name("pool_type"), value: pool, file: object.file)
            }
            vision.pooling = .attention(pooler)
        }
        return vision
    }
}
