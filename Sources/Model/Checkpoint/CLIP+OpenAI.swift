import Foundation

/// The sizes of a checkpoint in OpenAI's names, told by the shapes of its tensors (openai/CLIP, clip/model.py,
/// build_model): it brings no configuration.
struct OpenAIConfiguration {
    let dimension: Int
    let image: any ImageConfiguration
    let imageSize: Int
    let text: TextConfiguration

    init(dimension: Int, image: any ImageConfiguration, imageSize: Int, text: TextConfiguration) {
        (self.dimension, self.image, self.imageSize, self.text) = (dimension, image, imageSize, text)
    }

    /// Beside the file's hash in the fingerprint: earlier versions took heads of 64 for all, and made other embeddings.
    var variant: String? {
        guard let vision = image as? VisionConfiguration, vision.transformer.heads * 64 != vision.transformer.width
        else { return nil }
        return "\(vision.transformer.heads)-heads"
    }

    /// Width of the heads of ViT-H, g, bigG and e (open_clip, model_configs), by the width of the tower.
    private static let largeHeads = [1280: 80, 1408: 88, 1664: 104, 1792: 112]

    /// What OpenAI's own archives hold beside the weights.
    static let notes: Set = ["input_resolution", "context_length", "vocab_size"]

    /// - Throws: `CheckpointError`
    init(_ archive: any TensorArchive) throws {
        let shapes = Shapes(archive: archive)
        let prefix = archive.tensors["text.token_embedding.weight"] == nil ? "" : "text."
        let projection = try shapes.of(prefix + "text_projection", sides: 2)
        dimension = projection[1]
        let vocabulary = try shapes.of(prefix + "token_embedding.weight", sides: 2)
        var text = TextConfiguration()
        text.contextLength = try shapes.of(prefix + "positional_embedding", sides: 2)[0]
        text.vocabularySize = vocabulary[0]
        text.transformer = try shapes.transformer(
            prefix + "transformer.resblocks.", width: projection[0],
            heads: shapes.heads(width: projection[0], in: "text"))
        self.text = text
        if archive.tensors["visual.proj"] != nil {
            let patches = try shapes.of("visual.conv1.weight", sides: 4)
            let tokens = try shapes.of("visual.positional_embedding", sides: 2)[0]
            var vision = VisionConfiguration()
            vision.patch = patches[2]
            imageSize = try shapes.square(tokens - 1, of: "visual.positional_embedding") * vision.patch
            (vision.imageHeight, vision.imageWidth) = (imageSize, imageSize)
            vision.transformer = try shapes.transformer(
                "visual.transformer.resblocks.", width: patches[0],
                heads: Self.largeHeads[patches[0]].map { patches[0] / $0 }
                    ?? shapes.heads(width: patches[0], in: "image"))
            image = vision
        } else {
            let width = try shapes.of("visual.layer1.0.conv1.weight", sides: 4)[0]
            let tokens = try shapes.of("visual.attnpool.positional_embedding", sides: 2)[0]
            imageSize = try shapes.square(tokens - 1, of: "visual.attnpool.positional_embedding") * 32
            image = ResNetConfiguration(
                imageSize: imageSize, width: width,
                layers: (1...4).map { shapes.count("visual.layer\($0).", ".conv1.weight") },
                heads: max(1, width * 32 / 64))
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

        /// OpenAI's heads are 64 wide, and so are those of all that open_clip published up to this width.
        func heads(width: Int, in tower: String) throws -> Int {
            guard width.isMultiple(of: 64), width <= 1280, tower == "text" || width < 1280 else {
                throw CheckpointError.malformed(
                    archive.file,
                    reason:
                        "has \(tower == "text" ? "a text" : "an image") tower of width \(width), and nothing in it "
                        + "says how many heads; --architecture NAME says it, or open_clip_config.json beside it")
            }
            return width / 64
        }

        func transformer(_ prefix: String, width: Int, heads: Int) throws -> TransformerConfiguration {
            TransformerConfiguration(
                width: width, layers: count(prefix, ".ln_1.weight"), heads: heads,
                hidden: try of(prefix + "0.mlp.c_fc.weight", sides: 2)[0], activation: .quickGELU)
        }
    }
}

extension CLIP {
    /// A single file of weights in OpenAI's names: OpenAI's own .pt, a state dictionary, or the same as safetensors.
    /// - Parameter architecture: what it is, where somebody knows it.
    convenience init(
        openAIFile file: URL, home: Home, precision: Precision, architecture: Architecture?,
        hashes: (any FileHashes)?
    ) throws {
        let archive = try TensorArchives.model(file)
        guard !archive.tensors.keys.contains(where: { $0.hasPrefix("text_model.") }) else {
            throw CheckpointError.malformed(
                file, reason: "has Hugging Face's names; give the directory that has its config.json too")
        }
        guard !archive.tensors.keys.contains(where: { $0.hasPrefix("image_encoder.") }) else {
            throw CheckpointError.malformed(
                file,
                reason:
                    "is MobileCLIP in Apple's own names, which are not read; the same weights in open_clip's are in "
                    + "apple/MobileCLIP-S1-OpenCLIP, -S2-OpenCLIP, -B-OpenCLIP and -B-LT-OpenCLIP")
        }
        let isOpenAIs = OpenAIConfiguration.notes.allSatisfy { archive.tensors[$0] != nil }
        let configuration = try architecture?.configuration ?? OpenAIConfiguration(archive)
        let isNested = archive.tensors["text.token_embedding.weight"] != nil
        try self.init(
            archive, precision: precision, names: .openAI(textPrefix: isNested ? "text." : ""),
            text: configuration.text, image: configuration.image, dimension: configuration.dimension,
            tokenizer: try Tokenizer.clip(home: home, contextLength: configuration.text.contextLength),
            preprocessing: Preprocessing(width: configuration.imageSize, height: configuration.imageSize),
            source: Source(
                url: file, name: Self.name(of: file, home: home), files: [file],
                variant: architecture?.name ?? configuration.variant, notes: OpenAIConfiguration.notes,
                warnings: isOpenAIs || architecture != nil ? [] : [Self.guess(file)]),
            hashes: hashes)
    }

    private static func guess(_ file: URL) -> String {
        "\(file.lastPathComponent) brings no configuration: QuickGELU is taken, as OpenAI's loader does; --architecture "
            + "NAME says what it is (ViT-B-32, ViT-B-32-quickgelu)"
    }
}
