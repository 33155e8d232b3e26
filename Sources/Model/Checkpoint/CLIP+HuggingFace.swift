extension CLIP {
    /// A directory as transformers writes its CLIPModel: config.json, the weights (one file or shards),
    /// processor_config.json or preprocessor_config.json, and the tokenizer's files.
    convenience init(
        huggingFaceDirectory directory: ModelDirectory, home: Home, precision: Precision, hashes: (any FileHashes)?
    ) throws {
        let configuration = try HuggingFaceConfiguration(directory: directory.url)
        let weights = try directory.weights(.huggingFace)
        let archive = try TensorArchives.model(weights)
        try self.init(
            archive, precision: precision, names: configuration.names.fitting(archive), text: configuration.text,
            image: configuration.image, dimension: configuration.dimension,
            tokenizer: directory.tokenizer(for: configuration.text, named: nil, home: home, known: hashes),
            preprocessing: configuration.preprocessing,
            source: Source(
                url: directory.url, name: Self.name(of: directory.root, home: home),
                files: archive.files + [directory.file("config.json"), configuration.preprocessingFile]
                    + Tokenizer.files(in: directory.url)),
            hashes: hashes)
    }
}
