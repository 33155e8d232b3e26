import Foundation

/// The image processors that prepare pictures as a family's does.
struct Processors: Sendable {
    let names: Set<String>
    let isCropped: Bool
    let mean: [Float]
    let std: [Float]

    private init(_ name: String, others: Set<String> = [], isCropped: Bool, mean: [Float], std: [Float]) {
        names = others.union([name, name + "Fast", name + "Pil"])
        (self.isCropped, self.mean, self.std) = (isCropped, mean, std)
    }

    static let clip = Processors(
        "CLIPImageProcessor", others: ["CLIPFeatureExtractor"], isCropped: true, mean: Preprocessing.mean,
        std: Preprocessing.std)
    static let chinese = Processors(
        "ChineseCLIPImageProcessor", others: ["ChineseCLIPFeatureExtractor"], isCropped: true, mean: Preprocessing.mean,
        std: Preprocessing.std)
    static let siglip = Processors(
        "SiglipImageProcessor", isCropped: false, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5])
}

/// The keys of transformers' CLIPImageProcessor (image_processing_utils.py, ImagesKwargs) that are read, those that
/// change nothing, and no others.
extension HuggingFaceConfiguration {
    static let processor = "processor_config.json"
    static let preprocessor = "preprocessor_config.json"

    static func hasPreprocessing(_ directory: URL) -> Bool {
        [processor, preprocessor].contains(where: ModelDirectory(url: directory).holds)
    }

    /// The object and its file: `image_processor` of processor_config.json, as transformers 5 writes it, goes before
    /// preprocessor_config.json, as in its loader (image_processing_base.py, get_image_processor_dict).
    /// - Throws: `CheckpointError`
    static func preprocessingObject(in directory: URL) throws -> ConfigurationFile {
        let folder = ModelDirectory(url: directory)
        if folder.holds(processor) {
            let file = try ConfigurationFile(contentsOf: folder.file(processor))
            if file.has("image_processor") { return try file.object("image_processor") }
        }
        guard folder.holds(preprocessor) else {
            throw CheckpointError.missingPreprocessing(directory, expected: [processor, preprocessor])
        }
        return try ConfigurationFile(contentsOf: folder.file(preprocessor))
    }

    /// - Parameter imageSize: of the image tower, which takes no other.
    static func preprocessing(
        _ object: ConfigurationFile, imageSize: Int, _ processors: Processors = .clip
    ) throws -> Preprocessing {
        let isName = { (value: Any) in (value as? String).map(processors.names.contains) ?? false }
        let isFalse = { (value: Any) in value as? Bool == false }
        try object.allowOnly(
            [
                "do_resize", "size", "resample", "do_center_crop", "crop_size", "do_rescale", "rescale_factor",
                "do_normalize", "image_mean", "image_std", "do_convert_rgb",
            ],
            harmless: [
                "image_processor_type": isName, "feature_extractor_type": isName, "processor_class": { _ in true },
                "_valid_processor_keys": { _ in true }, "do_pad": isFalse, "use_square_size": isFalse,
                "default_to_square": isFalse, "data_format": { $0 as? String == "channels_first" },
                "return_tensors": { _ in true }, "device": { _ in true }, "disable_grouping": { _ in true },
            ])
        for key in ["do_resize", "do_rescale", "do_normalize"] {
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
        let mode = try resizing(object, imageSize: imageSize, isCropped: processors.isCropped)
        // (pixel * factor - mean) / deviation, where `Preprocessing` divides pixels by 255.
        let factor = Float((try object.value("rescale_factor", Double.self) ?? 1 / 255) * 255)
        guard factor.isFinite, factor != 0 else {
            throw CheckpointError.wrongValue(
                key: object.name("rescale_factor"), expected: "a number other than 0", found: "\(factor / 255)",
                file: object.file)
        }
        let scale = abs(factor - 1) < 1e-6 ? 1 : factor
        return Preprocessing(
            width: imageSize, height: imageSize, resizeMode: mode, interpolation: interpolation, cropRounding: .floor,
            convertsToRGBFirst: try object.value("do_convert_rgb") ?? true,
            mean: try object.colour("image_mean", default: processors.mean).map { $0 / scale },
            std: try object.colour("image_std", default: processors.std, isDivisor: true).map { $0 / scale })
    }

    /// What `size` and `crop_size` do to a picture, which must end as large as the image tower takes it.
    private static func resizing(_ object: ConfigurationFile, imageSize: Int, isCropped: Bool) throws
        -> Preprocessing.ResizeMode
    {
        let isCropped = try object.value("do_center_crop", Bool.self) ?? isCropped
        func check(_ key: String, _ sides: [Int]) throws {
            guard sides.allSatisfy({ $0 == imageSize }) else {
                throw CheckpointError.wrongValue(
                    key: object.name(key), expected: "\(imageSize), the image_size of the image tower",
                    found: Set(sides).count == 1 ? "\(sides[0])" : "\(sides)", file: object.file)
            }
        }
        if isCropped { try check("crop_size", try sides(object, "crop_size")) }
        guard object.has("size"), !object.isNumber("size") else {
            try check("size", [try object.size("size", default: 224)])
            return isCropped ? .shortest : .squash
        }
        guard object.isObject("size"), try object.object("size").keys == ["shortest_edge"] else {
            try check("size", try sides(object, "size"))
            return .squash
        }
        try check("size.shortest_edge", [try object.object("size").size("shortest_edge")])
        guard isCropped else {
            throw CheckpointError.unsupported(key: object.name("do_center_crop"), value: "false", file: object.file)
        }
        return .shortest
    }

    /// Height and width: {"height": 224, "width": 224}, [224, 224] or 224.
    private static func sides(_ object: ConfigurationFile, _ key: String) throws -> [Int] {
        guard object.isObject(key) else {
            let sides = try object.sides(key, default: 224)
            return [sides.height, sides.width]
        }
        let size = try object.object(key)
        try size.allowOnly(["height", "width"])
        return [try size.size("height"), try size.size("width")]
    }
}
