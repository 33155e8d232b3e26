extension OpenCLIPConfiguration {
    /// The keys of PreprocessCfg.
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
        let size = object.has("size") ? try object.sides("size", default: 224) : imageSize
        return Preprocessing(
            width: size.width, height: size.height,
            resizeMode: try choice("resize_mode", Preprocessing.ResizeMode.shortest),
            interpolation: try choice("interpolation", Interpolation.bicubic),
            mean: try object.colour("mean", default: Preprocessing.mean),
            std: try object.colour("std", default: Preprocessing.std),
            fillColour: UInt8(clamping: try object.value("fill_color") ?? 0))
    }
}
