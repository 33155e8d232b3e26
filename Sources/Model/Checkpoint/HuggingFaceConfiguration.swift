import Foundation

/// config.json and processor_config.json or preprocessor_config.json of a dual encoder of transformers.
struct HuggingFaceConfiguration {
    let dimension: Int
    let image: any ImageConfiguration
    let text: any TextTowerConfiguration
    let preprocessing: Preprocessing
    let preprocessingFile: URL
    let names: TensorNames

    /// Both towers as a family's configuration describes them.
    struct Towers {
        let dimension: Int
        let image: any ImageConfiguration
        let text: any TextTowerConfiguration
        let names: TensorNames
        /// Class names of the image processors that prepare its pictures so, and what those do where nothing is said.
        let processors: Processors
    }

    /// The families by their model_type.
    private static let families: [String: @Sendable (ConfigurationFile) throws -> Towers] = [
        "clip": { try clip($0, isOld: true) }, "metaclip_2": { try clip($0, isOld: false) }, "siglip": siglip,
        "chinese_clip": chineseCLIP, "altclip": altCLIP,
    ]

    /// - Throws: `CheckpointError`
    init(directory: URL) throws {
        let file = try ConfigurationFile(contentsOf: directory.appending(path: "config.json"))
        if !file.has("model_type"), file.has("architecture") {
            throw CheckpointError.malformed(
                file.file,
                reason: "is of an image tower of timm alone; the text tower's open_clip_config.json is missing")
        }
        let type: String = try file.required("model_type")
        guard let read = Self.families[type] else {
            throw CheckpointError.unsupported(key: file.name("model_type"), value: type, file: file.file)
        }
        try self.init(read(file), preprocessing: Self.preprocessingObject(in: directory))
    }

    /// - Parameter object: of the picture's preparation.
    /// - Throws: `CheckpointError`
    init(_ towers: Towers, preprocessing object: ConfigurationFile) throws {
        (dimension, image, text, names) = (towers.dimension, towers.image, towers.text, towers.names)
        preprocessingFile = object.file
        preprocessing = try Self.preprocessing(
            object, imageSize: towers.image.inputSize?.height ?? 224, towers.processors)
    }

    /// In files of an older transformers "text_config_dict" stands beside "text_config", and wins where it is not null,
    /// its standard values too (configuration_clip.py, CLIPConfig).
    static func tower(_ key: String, of file: ConfigurationFile) throws -> ConfigurationFile {
        try file.object(file.has(key + "_dict") ? key + "_dict" : key)
    }

    /// The keys that the transformers of all families share, and their standard values.
    static func transformer(
        _ object: ConfigurationFile, width: Int, layers: Int, heads: Int, hidden: Int,
        activation standard: String = "quick_gelu", epsilon: Double = 1e-5
    ) throws -> TransformerConfiguration {
        let activations: [String: Activation] = [
            "quick_gelu": .quickGELU, "gelu": .gelu, "gelu_pytorch_tanh": .tanhGELU, "gelu_new": .tanhGELU,
        ]
        let name: String = try object.value("hidden_act") ?? standard
        guard let activation = activations[name] else {
            throw CheckpointError.unsupported(key: object.name("hidden_act"), value: name, file: object.file)
        }
        let configuration = TransformerConfiguration(
            width: try object.size("hidden_size", default: width),
            layers: try object.size("num_hidden_layers", default: layers),
            heads: try object.size("num_attention_heads", default: heads),
            hidden: try object.size("intermediate_size", default: hidden), activation: activation,
            epsilon: Float(try object.value("layer_norm_eps", Double.self) ?? epsilon))
        guard configuration.width % configuration.heads == 0 else {
            throw CheckpointError.wrongValue(
                key: object.name("num_attention_heads"), expected: "a divisor of \(configuration.width)",
                found: "\(configuration.heads)", file: object.file)
        }
        return configuration
    }
}
