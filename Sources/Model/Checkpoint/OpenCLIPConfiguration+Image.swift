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
