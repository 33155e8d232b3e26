import Foundation
import Synchronization

/// One assembled model: both towers, tokenizer, preprocessing and logit scale.
public final class CLIP: Sendable {
    /// "embedded", the repository's name where it was pulled from a hub, else the directory's or file's.
    public let name: String
    let location: URL
    /// In which the transformers' layers multiply.
    public let precision: Precision
    /// Hash of weights, configuration and tokenizer, hex, and the precision where it is not single: two models with the
    /// same fingerprint give the same embeddings.
    package let fingerprint: String
    /// The same for the embeddings of images, which are in single precision where no transformer makes them.
    package let imageFingerprint: String
    /// What pictures go through before the image tower.
    public let preprocessing: Preprocessing
    /// Length of an embedding.
    public let dimension: Int
    /// exp of the checkpoint's logit_scale.
    public let logitScale: Float
    /// Of a model that was trained with a sigmoid for each pair (SigLIP); nil: with a softmax over the pairs of a batch.
    public let logitBias: Float?
    /// What prompts go through before the text tower.
    public let tokenizer: Tokenizer
    let textTower: Tower<any TextEncoder>
    let tokenLimit: Int
    let imageTower: Tower<any ImageEncoder>
    private let memory = Mutex<(any TextMemory)?>(nil)

    /// What a person should know of it, a line each.
    public let warnings: [String]

    /// Where a model comes from.
    struct Source: Sendable {
        let url: URL
        let name: String
        /// Those that decide the embeddings.
        let files: [URL]
        /// How they are read, where they do not say it themselves.
        var variant: String?
        /// Tensors that say nothing of the model.
        var notes: Set<String> = []
        /// Where the weights bring none.
        var logitScale: Float?
        var warnings: [String] = []
    }

    /// Puts the parts together. Of the weights only what their headers say is read, and checked; the towers follow when they
    /// are needed.
    /// - Throws: `CheckpointError` also for a tensor that nothing asked for.
    init(
        _ archive: any TensorArchive, precision: Precision, names: TensorNames, text: any TextTowerConfiguration,
        image: any ImageConfiguration, dimension: Int, tokenizer: Tokenizer, preprocessing: Preprocessing,
        source: Source,
        hashes: (any FileHashes)?
    ) throws {
        guard tokenizer.vocabularySize <= text.vocabularySize || tokenizer.isLargerHarmlessly(than: text.vocabularySize)
        else {
            throw CheckpointError.vocabularySize(
                expected: text.vocabularySize, found: tokenizer.vocabularySize, file: source.url)
        }
        let padding = tokenizer.padding
        let textDimension = text.dimension(projected: dimension)
        let survey = Weights(archive, precision: precision, isSurvey: true)
        survey.ignore(source.notes.contains)
        _ = try text.encoder(survey, names, dimension: dimension, padding: padding)
        _ = try image.encoder(survey, names, dimension: dimension)
        guard textDimension == dimension else {
            throw CheckpointError.malformed(
                source.url,
                reason: "texts have \(textDimension) dimensions and images \(dimension), expected as many")
        }
        if let size = image.inputSize, size != (preprocessing.height, preprocessing.width) {
            throw CheckpointError.malformed(
                source.url,
                reason: "pictures are made \(preprocessing.width)x\(preprocessing.height), and the image tower takes "
                    + "\(size.width)x\(size.height)")
        }
        let isGiven = source.logitScale != nil && archive.tensors[names.logitScale] == nil
        let logarithm = isGiven ? 0 : try survey.scalar(names.logitScale)
        logitScale = isGiven ? source.logitScale ?? 1 : exp(logarithm)
        guard logitScale.isFinite else {
            throw CheckpointError.wrongValue(
                key: names.logitScale, expected: "a logarithm of at most 88", found: "\(logarithm)", file: archive.file)
        }
        logitBias = archive.tensors[names.logitBias] == nil ? nil : try survey.scalar(names.logitBias)
        tokenLimit = text.vocabularySize
        try survey.checkThatAllWasRead()
        textTower = Tower { isCancelled in
            let weights = Weights(archive, precision: precision, isCancelled: isCancelled)
            return try text.encoder(weights, names, dimension: dimension, padding: padding)
        }
        imageTower = Tower { isCancelled in
            let weights = Weights(archive, precision: precision, isCancelled: isCancelled)
            return try image.encoder(weights, names, dimension: dimension)
        }
        let hash = try ContentHash(contentsOf: source.files, known: hashes)
        (name, location) = (source.name, source.url)
        self.precision = precision
        let content = hash.hexadecimal + (source.variant.map { "-" + $0 } ?? "")
        fingerprint = content + precision.suffix
        imageFingerprint = content + (image.isTransformer ? precision.suffix : "")
        let isMixed = fingerprint != imageFingerprint
        warnings =
            source.warnings
            + (isMixed ? ["\(image.family) is no transformer: images are embedded in f32, texts in int8"] : [])
        self.preprocessing = preprocessing
        self.tokenizer = tokenizer
        self.dimension = dimension
    }

    /// What people call the model that lies there.
    package static func name(of location: URL, home: Home) -> String {
        if location.standardizedFileURL.path == home.model.standardizedFileURL.path { return "embedded" }
        return RepositoryName(snapshot: location)?.description ?? location.lastPathComponent
    }

    /// Of the preprocessing (size, resize mode, interpolation, mean, deviation).
    package var preprocessingFingerprint: String { preprocessing.fingerprint }

    /// - Parameters:
    ///   - location: a model directory in the layout of open_clip or of Hugging Face's CLIPModel, or a single file of
    ///     weights in OpenAI's names.
    ///   - home: has the standard vocabulary, for a model that brings none.
    ///   - precision: of the transformers' layers.
    ///   - architecture: what a single file is; a directory says it itself.
    ///   - hashes: of the model's files, where something keeps them.
    /// - Throws: `CheckpointError`, `TokenizerError`
    package convenience init(
        contentsOf location: URL, home: Home, precision: Precision = .f32, architecture: Architecture? = nil,
        hashes: (any FileHashes)? = nil
    ) throws {
        let location = location.standardizedFileURL
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isDirectory) else {
            throw CheckpointError.noSuchModel(location)
        }
        guard isDirectory.boolValue else {
            try self.init(
                openAIFile: location, home: home, precision: precision, architecture: architecture, hashes: hashes)
            return
        }
        let directory = try ModelDirectory(root: location)
        if let architecture { throw CheckpointError.hasConfiguration(location, architecture: architecture.name) }
        switch try directory.layout {
        case .openCLIP:
            try self.init(openCLIPDirectory: directory, home: home, precision: precision, hashes: hashes)
        case .huggingFace:
            try self.init(huggingFaceDirectory: directory, home: home, precision: precision, hashes: hashes)
        case .sideBySide(let towers):
            try self.init(sideBySide: towers, in: directory, home: home, precision: precision, hashes: hashes)
        }
    }

    /// The name, and the precision where it is not single.
    package var title: String { precision == .f32 ? name : "\(name) \(precision.rawValue)" }

    /// Texts that the memory knows are not encoded, and those that are go into it.
    package func remember(_ texts: any TextMemory) {
        memory.withLock { $0 = texts }
    }

    var textMemory: (any TextMemory)? { memory.withLock { $0 } }
}

extension CLIP {
    /// - Throws: `CheckpointError` where the weights cannot be read, as in all that asks for a tower.
    var textEncoder: any TextEncoder { get throws { try textTower.encoder() } }
    var imageEncoder: any ImageEncoder { get throws { try imageTower.encoder() } }

    /// Has the text tower read before a text is to be encoded.
    package func readTextTower() throws { _ = try textTower.encoder() }

    /// Has both read.
    package func readTowers() throws {
        _ = try both({ try textTower.encoder() }, { try imageTower.encoder() })
    }
}

extension CLIP {
    /// Encodes batches on so many threads, each of which takes one at a time.
    /// - Parameter batches: of `pixels`.
    /// - Returns: [images, dimension], normalised, in the order of the batches.
    package func embed(_ batches: [FeatureMap], threads: Int) throws -> Matrix {
        let next = Atomic(0)
        let parts = try concurrently(threads) { _ in
            var own: [(batch: Int, embeddings: Matrix)] = []
            while case let batch = next.add(1, ordering: .relaxed).oldValue, batch < batches.count {
                own.append((batch, try self.embed(batches[batch])))
            }
            return own
        }
        let values = parts.joined().sorted { $0.batch < $1.batch }.flatMap(\.embeddings.values)
        return Matrix(rows: values.count / dimension, columns: dimension, values: values)
    }
}

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
