import Foundation

/// One assembled model: both towers, tokenizer, preprocessing and logit scale.
package final class CLIP: Sendable {
    /// "embedded", the repository's name where it was pulled from a hub, else the directory's or file's.
    package let name: String
    /// Hash of weights, configuration and tokenizer, hex: two models with the same fingerprint give the same embeddings.
    package let fingerprint: String
    package let preprocessing: Preprocessing
    /// Length of an embedding.
    package let dimension: Int
    /// exp of the checkpoint's logit_scale.
    package let logitScale: Float
    package let tokenizer: Tokenizer
    let textEncoder: TextTransformer
    let imageEncoder: any ImageEncoder

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
        warnings = source.warnings
        fingerprint = hash.hexadecimal
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
    /// - Throws: `CheckpointError`, `TokenizerError`
    package convenience init(contentsOf location: URL, home: Home) throws {
        let location = location.standardizedFileURL
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.path, isDirectory: &isDirectory) else {
            throw CheckpointError.noSuchModel(location)
        }
        guard isDirectory.boolValue else {
            try self.init(openAIFile: location, home: home)
            return
        }
        let directory = ModelDirectory(url: location)
        switch try directory.layout {
        case .openCLIP: try self.init(openCLIPDirectory: directory, home: home)
        case .huggingFace: try self.init(huggingFaceDirectory: directory, home: home)
        }
    }
}

extension CLIP {
    /// Tokens that a chunk of prompts has, roughly: at most so many that the activations stay in the cache, at least so
    /// many that another thread is worth its start.
    private static let chunkTokens = 128...2048

    /// - Returns: [prompts, dimension], normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true (asked between layers, on several threads).
    package func embed(
        text prompts: [String], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        let ids = prompts.map { tokenizer.encode($0).ids }
        // Neighbours share the most, so that a chunk is a small tree.
        let order = ids.indices.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
        let chunks = Self.chunks(order, of: ids)
        let parts = try concurrently(chunks.count) { index in
            try self.textEncoder(chunks[index].map { ids[$0][...] }, isCancelled: isCancelled)
        }
        var embeddings = Matrix(rows: prompts.count, columns: dimension)
        for (chunk, part) in zip(chunks, parts) {
            for (row, prompt) in chunk.enumerated() {
                embeddings.values.replaceSubrange(prompt * dimension..<(prompt + 1) * dimension, with: part[row])
            }
        }
        embeddings.normaliseRows()
        return embeddings
    }

    /// Consecutive prompts in parts of about the same number of tokens, not counting those that a prompt shares with its
    /// forerunner: a part for each core, or more of them.
    private static func chunks(_ order: [Int], of ids: [[Int]]) -> [[Int]] {
        var previous: [Int] = []
        let fresh = order.map { prompt in
            defer { previous = ids[prompt] }
            return ids[prompt].count - zip(previous, ids[prompt]).prefix { $0 == $1 }.count
        }
        let share = fresh.reduce(0, +) / ProcessInfo.processInfo.activeProcessorCount
        let limit = min(max(share, chunkTokens.lowerBound), chunkTokens.upperBound)
        var chunks: [[Int]] = []
        var tokens = limit
        for (prompt, count) in zip(order, fresh) {
            if tokens >= limit {
                chunks.append([])
                tokens = 0
            }
            chunks[chunks.count - 1].append(prompt)
            tokens += count
        }
        return chunks
    }

    /// Preprocesses and encodes a batch on the calling thread; several threads may call at once.
    /// - Returns: [pictures, dimension], normalised.
    package func embed(pictures: [Picture]) -> Matrix {
        embed(pixels(of: pictures))
    }

    /// [pictures, height, width, 3]: what the image encoder takes.
    package func pixels(of pictures: [Picture]) -> FeatureMap {
        var images = FeatureMap(
            images: pictures.count, height: preprocessing.height, width: preprocessing.width, channels: 3)
        let stride = images.stride
        images.values.withUnsafeMutableBufferPointer { values in
            for (index, picture) in pictures.enumerated() {
                preprocessing.tensor(picture, into: .init(rebasing: values[index * stride..<(index + 1) * stride]))
            }
        }
        return images
    }

    /// - Parameter images: [images, height, width, 3], of `pixels`.
    /// - Returns: [images, dimension], normalised.
    package func embed(_ images: FeatureMap) -> Matrix {
        var embeddings = imageEncoder(images)
        embeddings.normaliseRows()
        return embeddings
    }
}
