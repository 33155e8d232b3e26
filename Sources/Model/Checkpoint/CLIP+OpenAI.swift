import Foundation

/// The sizes of a checkpoint in OpenAI's names, told by the shapes of its tensors (openai/CLIP, clip/model.py,
/// build_model): it brings no configuration.
struct OpenAIConfiguration {
    let dimension: Int
    let image: ImageConfiguration
    let imageSize: Int
    let text: TextConfiguration

    /// What OpenAI's own archives hold beside the weights.
    static let notes: Set = ["input_resolution", "context_length", "vocab_size"]

    /// - Throws: `CheckpointError`
    init(_ archive: any TensorArchive) throws {
        let shapes = Shapes(archive: archive)
        let projection = try shapes.of("text_projection", sides: 2)
        dimension = projection[1]
        let vocabulary = try shapes.of("token_embedding.weight", sides: 2)
        var text = TextConfiguration()
        text.contextLength = try shapes.of("positional_embedding", sides: 2)[0]
        text.vocabularySize = vocabulary[0]
        text.transformer = try shapes.transformer("transformer.resblocks.", width: projection[0])
        self.text = text
        if archive.tensors["visual.proj"] != nil {
            let patches = try shapes.of("visual.conv1.weight", sides: 4)
            let tokens = try shapes.of("visual.positional_embedding", sides: 2)[0]
            var vision = VisionConfiguration()
            vision.patch = patches[2]
            imageSize = try shapes.square(tokens - 1, of: "visual.positional_embedding") * vision.patch
            (vision.imageHeight, vision.imageWidth) = (imageSize, imageSize)
            vision.transformer = try shapes.transformer("visual.transformer.resblocks.", width: patches[0])
            image = .visionTransformer(vision)
        } else {
            let width = try shapes.of("visual.layer1.0.conv1.weight", sides: 4)[0]
            let tokens = try shapes.of("visual.attnpool.positional_embedding", sides: 2)[0]
            imageSize = try shapes.square(tokens - 1, of: "visual.attnpool.positional_embedding") * 32
            image = .modifiedResNet(
                ResNetConfiguration(
                    imageSize: imageSize, width: width,
                    layers: (1...4).map { shapes.count("visual.layer\($0).", ".conv1.weight") },
                    heads: max(1, width * 32 / 64)))
        }
    }

    private struct Shapes {
        let archive: any TensorArchive

        func of(_ name: String, sides: Int) throws -> [Int] {
            guard let shape = archive.tensors[name]?.shape else {
                throw CheckpointError.missingTensor(name: name, file: archive.file)
            }
            guard shape.count == sides, shape.allSatisfy({ (1...1 << 24).contains($0) }) else {
                throw CheckpointError.malformed(archive.file, reason: "\(name) is \(shape), expected \(sides) sides")
            }
            return shape
        }

        func square(_ count: Int, of name: String) throws -> Int {
            let side = Int(Double(count).squareRoot().rounded())
            guard side > 0, side * side == count else {
                throw CheckpointError.malformed(
                    archive.file, reason: "\(name) has \(count + 1) rows, expected one more than a square")
            }
            return side
        }

        /// How many numbers n there are with a tensor PREFIXnSUFFIX.
        func count(_ prefix: String, _ suffix: String) -> Int {
            (0...).first { archive.tensors["\(prefix)\($0)\(suffix)"] == nil } ?? 0
        }

        /// OpenAI's heads are 64 wide, the feed-forward part four times the width.
        func transformer(_ prefix: String, width: Int) throws -> TransformerConfiguration {
            TransformerConfiguration(
                width: width, layers: count(prefix, ".ln_1.weight"), heads: max(1, width / 64),
                hidden: try of(prefix + "0.mlp.c_fc.weight", sides: 2)[0], activation: .quickGELU)
        }
    }
}

extension CLIP {
    /// A single file of weights in OpenAI's names: OpenAI's own .pt, a state dictionary, or the same as safetensors.
    convenience init(openAIFile file: URL, home: Home, precision: Precision, hashes: (any FileHashes)?) throws {
        let archive = try TensorArchives.open(file)
        let configuration = try OpenAIConfiguration(archive)
        let isOpenAIs = OpenAIConfiguration.notes.allSatisfy { archive.tensors[$0] != nil }
        try self.init(
            archive, precision: precision, names: .openAI(), text: configuration.text, image: configuration.image,
            dimension: configuration.dimension,
            tokenizer: try Tokenizer.clip(home: home, contextLength: configuration.text.contextLength),
            preprocessing: Preprocessing(width: configuration.imageSize, height: configuration.imageSize),
            source: Source(
                url: file, name: Self.name(of: file, home: home), files: [file], notes: OpenAIConfiguration.notes,
                warnings: isOpenAIs
                    ? []
                    : ["\(file.lastPathComponent) brings no configuration: QuickGELU is taken, as OpenAI's loader does"]
            ), hashes: hashes)
    }
}
