import Foundation
import Synchronization

/// One assembled model: both towers, tokenizer, preprocessing and logit scale.
package final class CLIP: Sendable {
    /// "embedded", the repository's name where it was pulled from a hub, else the directory's or file's.
    package let name: String
    /// In which the transformers' layers multiply.
    package let precision: Precision
    /// Hash of weights, configuration and tokenizer, hex, and the precision where it is not single: two models with the
    /// same fingerprint give the same embeddings.
    package let fingerprint: String
    /// The same for the embeddings of images, which are in single precision where no transformer makes them.
    package let imageFingerprint: String
    package let preprocessing: Preprocessing
    /// Length of an embedding.
    package let dimension: Int
    /// exp of the checkpoint's logit_scale.
    package let logitScale: Float
    package let tokenizer: Tokenizer
    let textEncoder: TextTransformer
    let imageEncoder: any ImageEncoder
    private let memory = Mutex<(any TextMemory)?>(nil)

    /// What a person should know of it, a line each.
    package let warnings: [String]

    /// Where a model comes from.
    struct Source: Sendable {
        let url: URL
        let name: String
        /// Those that decide the embeddings.
        let files: [URL]
        var warnings: [String] = []
    }

    /// Puts the parts together.
    /// - Throws: `CheckpointError` also for a tensor that nothing asked for.
    init(
        _ weights: Weights, names: TensorNames, text: TextConfiguration, image: ImageConfiguration, dimension: Int,
        tokenizer: Tokenizer, preprocessing: Preprocessing, source: Source
    ) throws {
        guard tokenizer.vocabularySize <= text.vocabularySize else {
            throw CheckpointError.vocabularySize(
                expected: text.vocabularySize, found: tokenizer.vocabularySize, file: source.url)
        }
        let ((textEncoder, imageEncoder), hash) = try both(
            {
                try both(
                    { try TextTransformer(weights, names, text, dimension: dimension) },
                    { try image.encoder(weights, names, dimension: dimension) })
            }, { try ContentHash(contentsOf: source.files) })
        guard textEncoder.dimension == imageEncoder.dimension else {
            throw CheckpointError.malformed(
                source.url,
                reason:
                    "texts have \(textEncoder.dimension) dimensions and images \(imageEncoder.dimension), expected as many"
            )
        }
        logitScale = exp(try weights.scalar(names.logitScale))
        try weights.checkThatAllWasRead()
        name = source.name
        precision = weights.precision
        fingerprint = hash.hexadecimal + precision.suffix
        imageFingerprint = hash.hexadecimal + (imageEncoder is VisionTransformer ? precision.suffix : "")
        let isMixed = fingerprint != imageFingerprint
        warnings =
            source.warnings
            + (isMixed ? ["\(image.family) is no transformer: images are embedded in f32, texts in int8"] : [])
        self.preprocessing = preprocessing
        self.tokenizer = tokenizer
        self.textEncoder = textEncoder
        self.imageEncoder = imageEncoder
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
    /// - Throws: `CheckpointError`, `TokenizerError`
    package convenience init(contentsOf location: URL, home: Home, precision: Precision = .f32) throws {
        let location = location.standardizedFileURL
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isDirectory) else {
            throw CheckpointError.noSuchModel(location)
        }
        guard isDirectory.boolValue else {
            try self.init(openAIFile: location, home: home, precision: precision)
            return
        }
        let directory = ModelDirectory(url: location)
        switch try directory.layout {
        case .openCLIP: try self.init(openCLIPDirectory: directory, home: home, precision: precision)
        case .huggingFace: try self.init(huggingFaceDirectory: directory, home: home, precision: precision)
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
