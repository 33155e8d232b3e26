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
