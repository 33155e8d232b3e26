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
        func colour(_ key: String, _ standard: [Float]) throws -> [Float] {
            guard let values: [Double] = try object.value(key) else { return standard }
            guard values.count == 3 else {
                throw CheckpointError.wrongValue(
                    key: object.name(key), expected: "3 numbers", found: "\(values)", file: object.file)
            }
            return values.map { Float($0) }
        }
        let size = object.has("size") ? try object.sides("size", default: 224) : imageSize
        return Preprocessing(
            width: size.width, height: size.height,
            resizeMode: try choice("resize_mode", Preprocessing.ResizeMode.shortest),
            interpolation: try choice("interpolation", Interpolation.bicubic),
            mean: try colour("mean", Preprocessing.mean), std: try colour("std", Preprocessing.std),
            fillColour: UInt8(clamping: try object.value("fill_color") ?? 0))
    }
}
