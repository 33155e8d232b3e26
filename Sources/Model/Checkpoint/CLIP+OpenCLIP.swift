import Foundation

extension CLIP {
    /// A directory as open_clip writes it: open_clip_config.json, the weights and, where it is not the standard one, the
    /// tokenizer's files.
    convenience init(
        openCLIPDirectory directory: ModelDirectory, home: Home, precision: Precision, hashes: (any FileHashes)?
    ) throws {
        let file = directory.file(ModelDirectory.openCLIPConfiguration)
        let configuration = try OpenCLIPConfiguration(contentsOf: file)
        let weights = try directory.weights(.openCLIP)
        let name = Self.name(of: directory.root, home: home)
        let archive = try TensorArchives.model(weights)
        let decoder = configuration.hasDecoder ? archive.tensors.keys.filter { $0.hasPrefix(CoCa.decoder) } : []
        try self.init(
            archive, precision: precision, names: configuration.names,
            text: configuration.text, image: configuration.image, dimension: configuration.dimension,
            tokenizer: directory.tokenizer(
                for: configuration.text, named: configuration.tokenizerName, home: home, known: hashes),
            preprocessing: configuration.preprocessing,
            source: Source(
                url: directory.url, name: name, files: [file, weights] + Tokenizer.files(in: directory.url),
                notes: Set(decoder), warnings: Self.activationWarning(name, isQuick: configuration.isQuick)),
            hashes: hashes)
    }

    /// Weights trained with QuickGELU give other embeddings with GELU, and nothing in them tells which it was: what
    /// people call the directory is the only witness against its configuration.
    private static func activationWarning(_ name: String, isQuick: Bool) -> [String] {
        let saysQuick = ["quickgelu", "openai"].contains { name.lowercased().contains($0) }
        guard saysQuick, !isQuick else { return [] }
        return ["\(name) sounds like QuickGELU, but open_clip_config.json has no quick_gelu: true"]
    }
}
