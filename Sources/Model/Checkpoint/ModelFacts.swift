import Foundation

/// What a model directory's configuration tells of it, without a look at the weights.
package struct ModelFacts: Sendable, Equatable {
    /// "ViT-B/32"
    package let family: String
    package let imageHeight: Int
    package let imageWidth: Int
    /// Length of an embedding.
    package let dimension: Int
    /// Of the weights; 0 where none are there.
    package let bytes: Int
    /// Whether there are weights to read, shards included.
    package let isComplete: Bool

    /// - Throws: `CheckpointError`: what is not supported, also.
    package init(contentsOf url: URL) throws {
        let directory = try ModelDirectory(root: url)
        let image: any ImageConfiguration
        let preprocessing: Preprocessing
        let layout = try directory.layout
        switch layout {
        case .openCLIP:
            let configuration = try OpenCLIPConfiguration(
                contentsOf: directory.file(ModelDirectory.openCLIPConfiguration))
            (image, preprocessing) = (configuration.image, configuration.preprocessing)
            dimension = configuration.dimension
        case .huggingFace:
            let configuration = try HuggingFaceConfiguration(directory: directory.url)
            (image, preprocessing) = (configuration.image, configuration.preprocessing)
            dimension = configuration.dimension
        case .sideBySide(let towers):
            let configuration = try HuggingFaceConfiguration(towers, in: directory)
            (image, preprocessing) = (configuration.image, configuration.preprocessing)
            dimension = configuration.dimension
        }
        family = image.family
        (imageHeight, imageWidth) = (preprocessing.height, preprocessing.width)
        let files = try directory.weightsIfAny(layout).flatMap { file -> [URL?] in
            guard let file, file.pathExtension == "json" else { return [file] }
            return try ShardedArchive.shards(index: file)
        }
        let sizes = files.map { $0.flatMap(Self.size) }
        isComplete = !sizes.isEmpty && !sizes.contains(nil)
        bytes = sizes.reduce(0) { $0 + ($1 ?? 0) }
    }

    /// Nil where it does not exist, or is a link that leads nowhere.
    private static func size(_ file: URL) -> Int? {
        var status = stat()
        return stat(file.path, &status) == 0 ? Int(status.st_size) : nil
    }
}
