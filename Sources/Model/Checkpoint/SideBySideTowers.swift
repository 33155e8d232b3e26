import Foundation

/// CLIP's two towers as transformers saves each by itself (CLIPTextModelWithProjection, CLIPVisionModelWithProjection):
/// two folders below one directory, whatever they are called.
struct SideBySideTowers: Equatable {
    let text: ModelDirectory
    let image: ModelDirectory

    /// - Returns: nil where the two are not there.
    init?(in directory: ModelDirectory) {
        let folders = directory.folders
        func first(_ type: String) -> ModelDirectory? {
            folders.first {
                let file = try? ConfigurationFile(contentsOf: $0.file(ModelDirectory.huggingFaceConfiguration))
                return (try? file?.value("model_type", String.self)) == type
            }
        }
        guard let text = first("clip_text_model"), let image = first("clip_vision_model") else { return nil }
        (self.text, self.image) = (text, image)
    }

    /// Where a pipeline keeps what belongs to a tower: its own folder, the root, or a folder for it.
    static func places(_ tower: ModelDirectory, in directory: ModelDirectory, others: [String]) -> [URL] {
        [tower.url, directory.url] + others.map { directory.url.appending(path: $0, directoryHint: .isDirectory) }
    }

    /// Weights of both, in their files one after the other.
    struct Archive: TensorArchive {
        let file: URL
        let files: [URL]
        let tensors: [String: StoredTensor]

        /// - Throws: `CheckpointError` where both have a tensor of one name.
        init(_ text: any TensorArchive, _ image: any TensorArchive, in directory: URL) throws {
            (file, files) = (directory, text.files + image.files)
            tensors = try text.tensors.merging(image.tensors) { _, other in
                throw CheckpointError.malformed(image.file, reason: "has tensors of \(text.file.lastPathComponent) too")
            }
        }
    }
}

extension ModelDirectory {
    /// The folders in it.
    fileprivate var folders: [ModelDirectory] {
        let all = try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: [.isDirectoryKey])
        return (all ?? []).sorted { $0.path < $1.path }.map { ModelDirectory(url: $0) }
            .filter { $0.holds(Self.huggingFaceConfiguration) }
    }
}

extension HuggingFaceConfiguration {
    /// - Throws: `CheckpointError`
    init(_ towers: SideBySideTowers, in directory: ModelDirectory) throws {
        let text = try ConfigurationFile(contentsOf: towers.text.file(ModelDirectory.huggingFaceConfiguration))
        let image = try ConfigurationFile(contentsOf: towers.image.file(ModelDirectory.huggingFaceConfiguration))
        let (dimension, other) = (
            try text.size("projection_dim", default: 512), try image.size("projection_dim", default: 512)
        )
        guard dimension == other else {
            throw CheckpointError.wrongValue(
                key: image.name("projection_dim"), expected: "\(dimension), the text tower's", found: "\(other)",
                file: image.file)
        }
        let places = SideBySideTowers.places(
            towers.image, in: directory, others: ["feature_extractor", "image_processor", "processor"])
        let place = places.first(where: Self.hasPreprocessing) ?? towers.image.url
        try self.init(
            Self.clip(text: text, image: image, dimension: dimension, isOld: true),
            preprocessing: Self.preprocessingObject(in: place))
    }
}

extension CLIP {
    /// What CLIP's scale comes to in training, and stops at (Radford et al. 2021, section 2.5).
    private static let trainedScale: Float = 100

    convenience init(
        sideBySide towers: SideBySideTowers, in directory: ModelDirectory, home: Home, precision: Precision,
        hashes: (any FileHashes)?
    ) throws {
        let configuration = try HuggingFaceConfiguration(towers, in: directory)
        let archive = try SideBySideTowers.Archive(
            TensorArchives.model(towers.text.weights(.huggingFace)),
            TensorArchives.model(towers.image.weights(.huggingFace)), in: directory.url)
        let words = SideBySideTowers.places(towers.text, in: directory, others: ["tokenizer", "processor"])
            .first { !Tokenizer.files(in: $0).isEmpty }
        let tokenizer = ModelDirectory(url: words ?? directory.url)
        try self.init(
            archive, precision: precision, names: configuration.names, text: configuration.text,
            image: configuration.image, dimension: configuration.dimension,
            tokenizer: tokenizer.tokenizer(for: configuration.text, named: nil, home: home, known: hashes),
            preprocessing: configuration.preprocessing,
            source: Source(
                url: directory.url, name: Self.name(of: directory.root, home: home),
                files: archive.files + [towers.text, towers.image].map { $0.file("config.json") }
                    + [configuration.preprocessingFile] + Tokenizer.files(in: tokenizer.url),
                logitScale: Self.trainedScale,
                warnings: [
                    "the two towers bring no logit_scale: 100 is taken, where CLIP's own end; the order of classes does "
                        + "not rest on it"
                ]),
            hashes: hashes)
    }
}
