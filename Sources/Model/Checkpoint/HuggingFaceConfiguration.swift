import Foundation

/// config.json and preprocessor_config.json of transformers' CLIPModel: keys and standard values are those of
/// models/clip/configuration_clip.py and image_processing_clip.py.
struct HuggingFaceConfiguration {
    let dimension: Int
    let image: ImageConfiguration
    let text: TextConfiguration
    let preprocessing: Preprocessing

    /// - Throws: `CheckpointError`
    init(directory: URL) throws {
        let file = try ConfigurationFile(contentsOf: directory.appending(path: "config.json"))
        let type: String = try file.required("model_type")
        guard type == "clip" else {
            throw CheckpointError.unsupported(key: file.name("model_type"), value: type, file: file.file)
        }
        dimension = try file.size("projection_dim", default: 512)
        var text = TextConfiguration()
        let textObject = try file.object("text_config")
        text.contextLength = try textObject.size("max_position_embeddings", default: 77)
        text.vocabularySize = try textObject.size("vocab_size", default: 49408)
        text.transformer = try Self.transformer(textObject, width: 512, layers: 12, heads: 8, hidden: 2048)
        // Checkpoints from before the id was mended say 2 and mean the highest id (modeling_clip.py, CLIPTextTransformer).
        let end: Int = try textObject.value("eos_token_id") ?? 49407
        text.pooling = end == 2 ? .highestToken : .firstToken(end)
        self.text = text

        let imageObject = try file.object("vision_config")
        var vision = VisionConfiguration()
        let size = try imageObject.size("image_size", default: 224)
        (vision.imageHeight, vision.imageWidth) = (size, size)
        vision.patch = try imageObject.size("patch_size", default: 32)
        vision.transformer = try Self.transformer(imageObject, width: 768, layers: 12, heads: 12, hidden: 3072)
        image = .visionTransformer(vision)
        preprocessing = try Self.preprocessing(
            ConfigurationFile(contentsOf: directory.appending(path: "preprocessor_config.json")))
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

    private static func preprocessing(_ object: ConfigurationFile) throws -> Preprocessing {
        for key in ["do_resize", "do_center_crop", "do_rescale", "do_normalize"] {
            guard try object.value(key, Bool.self) ?? true else {
                throw CheckpointError.unsupported(key: object.name(key), value: "false", file: object.file)
            }
        }
        // Numbers of PIL.Image.Resampling.
        let filters: [Int: Interpolation] = [2: .bilinear, 3: .bicubic]
        let filter: Int = try object.value("resample") ?? 3
        guard let interpolation = filters[filter] else {
            throw CheckpointError.unsupported(key: object.name("resample"), value: "\(filter)", file: object.file)
        }
        let crop: Int
        if object.isObject("crop_size") {
            let size = try object.object("crop_size")
            crop = try size.size("height")
            guard try size.size("width") == crop else {
                throw CheckpointError.unsupported(
                    key: object.name("crop_size"), value: "not a square", file: object.file)
            }
        } else {
            crop = try object.size("crop_size", default: 224)
        }
        let shortest =
            object.isObject("size")
            ? try object.object("size").size("shortest_edge", default: 224) : try object.size("size", default: 224)
        guard shortest == crop else {
            throw CheckpointError.wrongValue(
                key: object.name("size.shortest_edge"), expected: "\(crop), the size of the crop", found: "\(shortest)",
                file: object.file)
        }
        return Preprocessing(
            width: crop, height: crop, interpolation: interpolation, cropRounding: .floor,
            convertsToRGBFirst: try object.value("do_convert_rgb") ?? true,
            mean: try object.colour("image_mean", default: Preprocessing.mean),
            std: try object.colour("image_std", default: Preprocessing.std))
    }
}
