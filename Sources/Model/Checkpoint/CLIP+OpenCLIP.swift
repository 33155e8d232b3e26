import Foundation

extension CLIP {
    /// A directory as open_clip writes it: open_clip_config.json, open_clip_model.safetensors and the tokenizer's files.
    convenience init(openCLIPDirectory directory: URL, home: Home) throws {
        let file = directory.appending(path: "open_clip_config.json", directoryHint: .notDirectory)
        let configuration = try OpenCLIPConfiguration(contentsOf: file)
        let weightsFile = directory.appending(path: "open_clip_model.safetensors", directoryHint: .notDirectory)
        let weights = Weights(try Safetensors(contentsOf: weightsFile))
        // Without files of its own it is the vocabulary that open_clip itself brings.
        let context = configuration.text.contextLength
        let tokenizer =
            Tokenizer.files(in: directory).isEmpty
            ? try Tokenizer.clip(home: home, contextLength: context)
            : try Tokenizer(contentsOf: directory, contextLength: context)
        try self.init(
            weights, names: configuration.names, text: configuration.text, image: configuration.image,
            dimension: configuration.dimension, tokenizer: tokenizer, preprocessing: configuration.preprocessing,
            directory: directory, files: [file, weightsFile])
    }

    /// - Parameter files: those that decide the embeddings, without the tokenizer's.
    convenience init(
        _ weights: Weights, names: TensorNames, text: TextConfiguration, image: ImageConfiguration, dimension: Int,
        tokenizer: Tokenizer, preprocessing: Preprocessing, directory: URL, files: [URL]
    ) throws {
        guard tokenizer.vocabularySize <= text.vocabularySize else {
            throw CheckpointError.vocabularySize(
                expected: text.vocabularySize, found: tokenizer.vocabularySize, file: directory)
        }
        let textEncoder = try TextTransformer(weights, names, text, dimension: dimension)
        let imageEncoder = try image.encoder(weights, names, dimension: dimension)
        let logitScale = try weights.scalar(names.logitScale)
        try weights.checkThatAllWasRead()
        self.init(
            name: directory.lastPathComponent,
            fingerprint: try ContentHash(contentsOf: files + Tokenizer.files(in: directory)).hexadecimal,
            preprocessing: preprocessing, logitScale: Foundation.exp(logitScale), tokenizer: tokenizer,
            textEncoder: textEncoder, imageEncoder: imageEncoder)
    }
}
