import Foundation

/// A tower that open_clip has timm build by name, and what it puts around it (timm_model.py, TimmModel).
struct TimmTower {
    let name: String
    /// Which pooling was asked for: "", "avg", "token", "map".
    let pool: String
    let head: TimmHeadConfiguration
    let imageHeight: Int
    let imageWidth: Int
    private let object: ConfigurationFile

    /// - Throws: `CheckpointError`
    init(_ object: ConfigurationFile) throws {
        self.object = object
        name = try object.required("timm_model_name")
        pool = try object.value("timm_pool") ?? "avg"
        let projection: String = try object.isNull("timm_proj") ? "" : object.value("timm_proj") ?? "linear"
        guard let kind = TimmHeadConfiguration.Kind(rawValue: projection) else {
            throw CheckpointError.unsupported(key: object.name("timm_proj"), value: projection, file: object.file)
        }
        head = TimmHeadConfiguration(kind: kind, hasBias: try object.value("timm_proj_bias") ?? false)
        (imageHeight, imageWidth) = try object.sides("image_size", default: 224)
    }

    /// The kinds that are built in, in the order in which they are asked.
    private static let kinds: [@Sendable (TimmTower) throws -> (any ImageConfiguration)?] = [
        { try EfficientNetTower($0) }, { try TimmVision($0) }, { try ConvNeXtTower($0) },
        { try FastViTTower($0) },
    ]

    /// - Throws: `CheckpointError` for a tower that is not built in.
    var configuration: any ImageConfiguration {
        get throws {
            for kind in Self.kinds {
                guard let configuration = try kind(self) else { continue }
                try checkKeys()
                return configuration
            }
            throw CheckpointError.unsupported(key: object.name("timm_model_name"), value: name, file: object.file)
        }
    }

    private func checkKeys() throws {
        try object.allowOnly(
            ["timm_model_name", "image_size", "timm_pool", "timm_proj", "timm_proj_bias"],
            harmless: [
                "timm_model_pretrained": { _ in true }, "timm_drop": { _ in true }, "timm_drop_path": { _ in true },
                "patch_dropout": { _ in true }, "output_tokens": { _ in true },
            ])
    }

    /// - Throws: `CheckpointError` for another pooling or head than the tower has.
    func check(pools: Set<String>, heads: Set<TimmHeadConfiguration.Kind>) throws {
        guard pools.contains(pool) else {
            throw CheckpointError.unsupported(key: object.name("timm_pool"), value: pool, file: object.file)
        }
        guard heads.contains(head.kind) else {
            let value = head.kind == .trunk ? "null" : head.kind.rawValue
            throw CheckpointError.unsupported(key: object.name("timm_proj"), value: value, file: object.file)
        }
    }
}

/// The layers behind the pooling.
struct TimmHeadConfiguration: Sendable, Equatable {
    enum Kind: String, Sendable {
        /// timm's own classifier, of as many classes as the embedding has dimensions (timm_proj null).
        case trunk = ""
        case none, linear, mlp
    }

    var kind = Kind.linear
    /// Of the last layer; timm's classifier has one always.
    var hasBias = false

    /// - Parameter classifier: timm's name of its own.
    /// - Throws: `CheckpointError`
    func layers(
        _ weights: Weights, features: Int, dimension: Int, classifier: String = "head"
    ) throws -> TimmHead {
        func linear(_ name: String, _ inputs: Int, _ outputs: Int, hasBias: Bool) throws -> Linear {
            try weights.linear("visual." + name, inputs: inputs, outputs: outputs, hasBias: hasBias).packed()
        }
        switch kind {
        case .none: return .none
        case .trunk: return .linear(try linear("trunk." + classifier, features, dimension, hasBias: true))
        case .linear: return .linear(try linear("head.proj", features, dimension, hasBias: hasBias))
        case .mlp:
            return .mlp(
                try linear("head.mlp.fc1", features, 2 * dimension, hasBias: true),
                try linear("head.mlp.fc2", 2 * dimension, dimension, hasBias: hasBias))
        }
    }
}
