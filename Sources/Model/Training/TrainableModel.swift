import Foundation

/// A model whose text side can be trained: a directory in open_clip's layout with CLIP's own text tower.
package struct TrainableModel: Sendable {
    package let directory: URL
    package let layout: TextTowerLayout
    package let start: [Float]
    private let archive: any TensorArchive

    /// - Throws: `TrainingFailure.notTrainable`, `CheckpointError`
    package init(of clip: CLIP) throws {
        try self.init(contentsOf: clip.location)
    }

    init(contentsOf location: URL) throws {
        func refused(_ reason: String) -> TrainingFailure { .notTrainable(location, reason: reason) }
        let directory = try? ModelDirectory(root: location)
        guard let directory, try directory.layout == .openCLIP else {
            throw refused(
                "is no directory in open_clip's layout (open_clip_config.json), which alone can be trained")
        }
        let configuration = try OpenCLIPConfiguration(contentsOf: directory.file(ModelDirectory.openCLIPConfiguration))
        guard let text = configuration.text as? TextConfiguration, text.isCausal, text.classToken == nil,
            !text.transformer.hasLayerScale, text.hasProjection, !text.hasProjectionBias,
            [.gelu, .quickGELU, .tanhGELU].contains(text.transformer.activation),
            case .matrix(let projection) = configuration.names.text.projection
        else {
            throw refused(
                "its text tower is not CLIP's own (causal attention, GELU or QuickGELU, a projection without bias), which "
                    + "alone can be trained")
        }
        self.directory = directory.url
        archive = try TensorArchives.model(directory.weights(.openCLIP))
        layout = TextTowerLayout(
            text, dimension: configuration.dimension, names: configuration.names, projection: projection,
            hasBias: archive.tensors[configuration.names.logitBias] != nil)
        let weights = Weights(archive)
        start = try layout.entries.reduce(into: []) { values, entry in
            values +=
                entry.shape.isEmpty ? [try weights.scalar(entry.name)] : try weights.floats(entry.name, entry.shape)
        }
    }

    package var hasBias: Bool { layout.logitBias != nil }

    /// Files beside the weights: configuration, tokenizer, licences. A record of an earlier training is not one of them.
    private static let copied = [".json", ".txt", ".model"]
    static let weights = "open_clip_model.safetensors"

    /// Writes a directory that open_clip and this program open: the new text weights in the type of the old, everything
    /// else as it was. The weights come last: without them it is no model.
    /// - Throws: `TrainingFailure.noHalfPrecision`, `AtomicWrite.Failure`, and what copying files throws
    func write(_ values: [Float], to folder: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: directory.path).sorted() {
            let isIndex = name.hasSuffix(".index.json") || name == TrainingRecord.fileName
            guard !isIndex, Self.copied.contains(where: name.hasSuffix) || name.hasPrefix("LICENSE") else { continue }
            let target = folder.appending(path: name)
            if files.fileExists(atPath: target.path) { try files.removeItem(at: target) }
            // What a link of a hub's cache leads to.
            try files.copyItem(at: directory.appending(path: name).resolvingSymlinksInPath(), to: target)
        }
        let own = Dictionary(uniqueKeysWithValues: layout.entries.map { ($0.name, $0.range) })
        let entries = archive.tensors.map { name, tensor in
            SafetensorsFile.Entry(name: name, type: tensor.type, shape: tensor.shape) {
                if let range = own[name] {
                    guard let bytes = tensor.type.encoded(values[range]) else {
                        throw TrainingFailure.noHalfPrecision(name: name)
                    }
                    return bytes
                }
                guard let bytes = tensor.rowMajor else {
                    throw CheckpointError.wrongType(name: name, found: tensor.type.rawValue, file: archive.file)
                }
                return bytes
            }
        }
        try SafetensorsFile.write(entries, metadata: ["format": "pt"], to: folder.appending(path: Self.weights))
    }
}
