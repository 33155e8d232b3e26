import Foundation

/// open_clip_config.json: what the two towers are and how pictures are prepared.
/// Keys and their standard values are those of open_clip's model.py (CLIPVisionCfg, CLIPTextCfg) and transform.py
/// (PreprocessCfg).
struct OpenCLIPConfiguration {
    enum Vision {
        case efficientNet(EfficientNetConfiguration, hasMLP: Bool, hasBias: Bool)
    }

    let dimension: Int
    let vision: Vision
    let text: TextConfiguration
    let preprocessing: Preprocessing

    /// - Throws: `CheckpointError`
    init(contentsOf file: URL) throws {
        let root = try ConfigurationFile(contentsOf: file)
        try root.allowOnly(["model_cfg", "preprocess_cfg"])
        let model = try root.object("model_cfg")
        try model.allowOnly(
            ["embed_dim", "vision_cfg", "text_cfg", "quick_gelu"],
            harmless: ["init_logit_scale": { _ in true }, "multimodal_cfg": { _ in false }])
        dimension = try model.size("embed_dim")
        let isQuick: Bool = try model.value("quick_gelu") ?? false
        let visionObject = try model.object("vision_cfg")
        vision = try Self.vision(visionObject)
        text = try Self.text(try model.object("text_cfg"), activation: isQuick ? .quickGELU : .gelu)
        preprocessing = try Self.preprocessing(
            try root.object("preprocess_cfg"), imageSize: try visionObject.size("image_size", default: 224))
    }

    private static func vision(_ object: ConfigurationFile) throws -> Vision {
        let name: String = try object.required("timm_model_name")
        try object.allowOnly(
            ["timm_model_name", "image_size", "timm_pool", "timm_proj", "timm_proj_bias"],
            harmless: [
                "timm_model_pretrained": { _ in true }, "timm_drop": { _ in true }, "timm_drop_path": { _ in true },
            ])
        guard let network = EfficientNetConfiguration.named[name] else {
            throw CheckpointError.unsupported(key: object.name("timm_model_name"), value: name, file: object.file)
        }
        let pool: String = try object.value("timm_pool") ?? "avg"
        guard pool == "" || pool == "avg" else {
            throw CheckpointError.unsupported(key: object.name("timm_pool"), value: pool, file: object.file)
        }
        let projection: String = try object.value("timm_proj") ?? "linear"
        guard projection == "linear" || projection == "mlp" else {
            throw CheckpointError.unsupported(key: object.name("timm_proj"), value: projection, file: object.file)
        }
        return .efficientNet(
            network, hasMLP: projection == "mlp", hasBias: try object.value("timm_proj_bias") ?? false)
    }

    private static func text(_ object: ConfigurationFile, activation: Activation) throws -> TextConfiguration {
        try object.allowOnly(
            ["context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio"],
            harmless: [
                "hf_tokenizer_name": { _ in true }, "pool_type": { $0 as? String == "argmax" },
                "proj_type": { $0 as? String == "linear" }, "proj_bias": { $0 as? Bool == false },
                "embed_cls": { $0 as? Bool == false }, "no_causal_mask": { $0 as? Bool == false },
                "pad_id": { _ in true }, "eos_id": { _ in true },
            ])
        let standard = TextConfiguration()
        var text = standard
        text.contextLength = try object.size("context_length", default: standard.contextLength)
        text.vocabularySize = try object.size("vocab_size", default: standard.vocabularySize)
        text.width = try object.size("width", default: standard.width)
        text.heads = try object.size("heads", default: standard.heads)
        text.layers = try object.size("layers", default: standard.layers)
        text.mlpRatio = try object.value("mlp_ratio", Double.self) ?? standard.mlpRatio
        text.activation = activation
        guard text.width % text.heads == 0 else {
            throw CheckpointError.wrongValue(
                key: object.name("heads"), expected: "a divisor of the width \(text.width)", found: "\(text.heads)",
                file: object.file)
        }
        return text
    }

    private static func preprocessing(_ object: ConfigurationFile, imageSize: Int) throws -> Preprocessing {
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
        func colour(_ key: String, _ standard: [Float]) throws -> [Float] {
            guard let values: [Double] = try object.value(key) else { return standard }
            guard values.count == 3 else {
                throw CheckpointError.wrongValue(
                    key: object.name(key), expected: "3 numbers", found: "\(values)", file: object.file)
            }
            return values.map { Float($0) }
        }
        let size = try object.sides("size", default: imageSize)
        return Preprocessing(
            width: size.width, height: size.height,
            resizeMode: try choice("resize_mode", Preprocessing.ResizeMode.shortest),
            interpolation: try choice("interpolation", Interpolation.bicubic),
            mean: try colour("mean", Preprocessing.mean), std: try colour("std", Preprocessing.std),
            fillColour: UInt8(clamping: try object.value("fill_color") ?? 0))
    }
}
