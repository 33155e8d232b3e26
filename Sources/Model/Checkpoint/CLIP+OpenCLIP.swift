import Foundation

extension CLIP {
    /// A directory as open_clip writes it: open_clip_config.json, open_clip_model.safetensors and the tokenizer's files.
    convenience init(openCLIPDirectory directory: URL) throws {
        func file(_ name: String) -> URL { directory.appending(path: name, directoryHint: .notDirectory) }
        let configurationFile = file("open_clip_config.json")
        guard FileManager.default.fileExists(atPath: configurationFile.path) else {
            throw CheckpointError.unknownLayout(directory)
        }
        let configuration = try OpenCLIPConfiguration(contentsOf: configurationFile)
        let weightsFile = file("open_clip_model.safetensors")
        let weights = Weights(try Safetensors(contentsOf: weightsFile))

        let tokenizer = try Tokenizer(contentsOf: directory, contextLength: configuration.text.contextLength)
        guard tokenizer.vocabularySize <= configuration.text.vocabularySize else {
            throw CheckpointError.vocabularySize(
                expected: configuration.text.vocabularySize, found: tokenizer.vocabularySize, file: directory)
        }
        let text = try TextTransformer(weights, configuration.text, dimension: configuration.dimension)
        let image: any ImageEncoder =
            switch configuration.vision {
            case .efficientNet(let network, let hasMLP, let hasBias):
                try EfficientNet(
                    weights, network, trunk: "visual.trunk.",
                    head: try EfficientNet.Head(
                        weights, features: network.features, dimension: configuration.dimension, hasMLP: hasMLP,
                        hasBias: hasBias))
            }
        let logitScale = Foundation.exp(try weights.floats("logit_scale", [])[0])
        try weights.checkThatAllWasRead()
        self.init(
            name: directory.lastPathComponent,
            fingerprint: try ContentHash(
                contentsOf: [weightsFile, configurationFile] + Tokenizer.files(in: directory)
            ).hexadecimal,
            preprocessing: configuration.preprocessing, logitScale: logitScale, tokenizer: tokenizer,
            textEncoder: text, imageEncoder: image)
    }
}

extension EfficientNet.Head {
    /// open_clip's names: head.proj, or head.mlp.fc1 and fc2 with twice the embedding between them.
    init(_ weights: Weights, features: Int, dimension: Int, hasMLP: Bool, hasBias: Bool) throws {
        guard hasMLP else {
            self = .linear(
                try weights.linear("visual.head.proj", inputs: features, outputs: dimension, hasBias: hasBias))
            return
        }
        self = .mlp(
            try weights.linear("visual.head.mlp.fc1", inputs: features, outputs: 2 * dimension),
            try weights.linear("visual.head.mlp.fc2", inputs: 2 * dimension, outputs: dimension, hasBias: hasBias))
    }
}
