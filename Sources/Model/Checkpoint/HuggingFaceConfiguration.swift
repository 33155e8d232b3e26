import Foundation

/// config.json and processor_config.json or preprocessor_config.json of transformers' CLIPModel: keys and standard values
/// are those of models/clip/configuration_clip.py and image_processing_clip.py.
struct HuggingFaceConfiguration {
    let dimension: Int
    let image: ImageConfiguration
    let text: TextConfiguration
    let preprocessing: Preprocessing
    let preprocessingFile: URL

    /// - Throws: `CheckpointError`
    init(directory: URL) throws {
        let file = try ConfigurationFile(contentsOf: directory.appending(path: "config.json"))
        let type: String = try file.required("model_type")
        guard type == "clip" else {
            throw CheckpointError.unsupported(key: file.name("model_type"), value: type, file: file.file)
        }
        dimension = try file.size("projection_dim", default: 512)
        var text = TextConfiguration()
        let textObject = try Self.tower("text_config", of: file)
        text.contextLength = try textObject.size("max_position_embeddings", default: 77)
        text.vocabularySize = try textObject.size("vocab_size", default: 49408)
        text.transformer = try Self.transformer(textObject, width: 512, layers: 12, heads: 8, hidden: 2048)
        // Checkpoints from before the id was mended say 2 and mean the highest id (modeling_clip.py, CLIPTextTransformer).
        let end: Int = try textObject.value("eos_token_id") ?? 49407
        text.pooling = end == 2 ? .highestToken : .firstToken(end)
        self.text = text

        let imageObject = try Self.tower("vision_config", of: file)
        var vision = VisionConfiguration()
        let size = try imageObject.size("image_size", default: 224)
        (vision.imageHeight, vision.imageWidth) = (size, size)
        vision.patch = try imageObject.size("patch_size", default: 32)
        vision.transformer = try Self.transformer(imageObject, width: 768, layers: 12, heads: 12, hidden: 3072)
        image = .visionTransformer(vision)
        let preprocessingObject = try Self.preprocessingObject(in: directory)
        preprocessingFile = preprocessingObject.file
        preprocessing = try Self.preprocessing(preprocessingObject, imageSize: size)
    }

    /// In files of an older transformers "text_config_dict" stands beside "text_config", and wins where it is not null,
    /// its standard values too (configuration_clip.py, CLIPConfig).
    private static func tower(_ key: String, of file: ConfigurationFile) throws -> ConfigurationFile {
        try file.object(file.has(key + "_dict") ? key + "_dict" : key)
    }

    private static func transformer(
        _ object: ConfigurationFile, width: Int, layers: Int, heads: Int, hidden: Int
    ) throws -> TransformerConfiguration {
        let activations: [String: Activation] = ["quick_gelu": .quickGELU, "gelu": .gelu]
        let name: String = try object.value("hidden_act") ?? "quick_gelu"
        guard let activation = activations[name] else {
            throw CheckpointError.unsupported(key: object.name("hidden_act"), value: name, file: object.file)
        }
        let configuration = TransformerConfiguration(
            width: try object.size("hidden_size", default: width),
            layers: try object.size("num_hidden_layers", default: layers),
            heads: try object.size("num_attention_heads", default: heads),
            hidden: try object.size("intermediate_size", default: hidden), activation: activation,
            epsilon: Float(try object.value("layer_norm_eps", Double.self) ?? 1e-5))
        guard configuration.width % configuration.heads == 0 else {
            throw CheckpointError.wrongValue(
                key: object.name("num_attention_heads"), expected: "a divisor of \(configuration.width)",
                found: "\(configuration.heads)", file: object.file)
        }
        return configuration
    }
}
