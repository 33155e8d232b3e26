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

extension HuggingFaceConfiguration {
    /// CLIPModel and MetaClip2Model: keys and standard values are those of models/clip/configuration_clip.py and
    /// models/metaclip_2/configuration_metaclip_2.py.
    /// - Parameter isOld: whether an end-of-text of 2 means the highest id.
    static func clip(_ file: ConfigurationFile, isOld: Bool) throws -> Towers {
        try clip(
            text: tower("text_config", of: file), image: tower("vision_config", of: file),
            dimension: file.size("projection_dim", default: 512), isOld: isOld)
    }

    static func clip(
        text textObject: ConfigurationFile, image: ConfigurationFile, dimension: Int, isOld: Bool
    ) throws -> Towers {
        var text = TextConfiguration()
        text.contextLength = try textObject.length("max_position_embeddings", default: 77)
        text.vocabularySize = try textObject.size("vocab_size", default: 49408)
        text.transformer = try transformer(textObject, width: 512, layers: 12, heads: 8, hidden: 2048)
        // Checkpoints from before the id was mended say 2 and mean the highest id (modeling_clip.py, CLIPTextTransformer).
        let end: Int = try textObject.value("eos_token_id") ?? 49407
        text.pooling = isOld && end == 2 ? .highestToken : .firstToken(end)
        return Towers(
            dimension: dimension, image: try clipImage(image), text: text, names: .huggingFace, processors: .clip)
    }

    /// The image tower that CLIP's relatives share.
    static func clipImage(_ imageObject: ConfigurationFile) throws -> VisionConfiguration {
        var vision = VisionConfiguration()
        let size = try imageObject.side("image_size", default: 224)
        (vision.imageHeight, vision.imageWidth) = (size, size)
        vision.patch = try imageObject.size("patch_size", default: 32)
        vision.transformer = try transformer(imageObject, width: 768, layers: 12, heads: 12, hidden: 3072)
        return vision
    }
}

extension HuggingFaceConfiguration {
    /// ChineseCLIPModel: CLIP's image tower and BERT's text tower (models/chinese_clip).
    static func chineseCLIP(_ file: ConfigurationFile) throws -> Towers {
        let object = try tower("text_config", of: file)
        var text = try bert(object, epsilon: 1e-12, prefix: "text_model.")
        text.head = .linear("text_projection")
        return Towers(
            dimension: try file.size("projection_dim", default: 512),
            image: try clipImage(tower("vision_config", of: file)), text: text,
            names: .huggingFace, processors: .chinese)
    }

    /// AltCLIPModel: CLIP's image tower and XLM-R's text tower (models/altclip).
    static func altCLIP(_ file: ConfigurationFile) throws -> Towers {
        let object = try tower("text_config", of: file)
        var text = try bert(
            object, epsilon: 1e-5, prefix: "text_model.roberta.", vocabulary: 250002, width: 1024, layers: 24,
            heads: 16,
            hidden: 4096, positions: 514, types: 1)
        text.firstPosition = (try object.value("pad_token_id") ?? 1) + 1
        text.contextLength = min(text.positions - text.firstPosition, 77)
        text.head = .transformed(width: try object.size("project_dim", default: 768))
        return Towers(
            dimension: try file.size("projection_dim", default: 768),
            image: try clipImage(tower("vision_config", of: file)), text: text,
            names: .huggingFace, processors: .clip)
    }

    private static func bert(
        _ object: ConfigurationFile, epsilon: Double, prefix: String, vocabulary: Int = 30522, width: Int = 768,
        layers: Int = 12, heads: Int = 12, hidden: Int = 3072, positions: Int = 512, types: Int = 2
    ) throws -> BERTConfiguration {
        let positions = try object.length("max_position_embeddings", default: positions)
        return BERTConfiguration(
            contextLength: positions, vocabularySize: try object.size("vocab_size", default: vocabulary),
            positions: positions, types: try object.size("type_vocab_size", default: types),
            transformer: try transformer(
                object, width: width, layers: layers, heads: heads, hidden: hidden, activation: "gelu",
                epsilon: epsilon),
            pooling: .first, head: .none, firstPosition: 0, prefix: prefix)
    }
}
