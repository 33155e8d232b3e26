import Foundation

/// The files of a model directory.
struct ModelDirectory: Equatable {
    let url: URL
    /// What people name; the model may lie in a folder below.
    let root: URL

    init(url: URL, root: URL? = nil) {
        (self.url, self.root) = (url, root ?? url)
    }

    func file(_ name: String) -> URL { url.appending(path: name, directoryHint: .notDirectory) }

    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

    enum Layout: Equatable { case openCLIP, huggingFace, sideBySide(SideBySideTowers) }

    static let openCLIPConfiguration = "open_clip_config.json"
    static let huggingFaceConfiguration = "config.json"

    /// Told by its configuration; where both are there, by the weights that are.
    /// - Throws: `CheckpointError.unknownLayout`
    var layout: Layout {
        get throws {
            switch (holds(Self.openCLIPConfiguration), holds(Self.huggingFaceConfiguration)) {
            case (true, false): return .openCLIP
            case (false, true): return .huggingFace
            case (true, true):
                if Self.openCLIPWeights.prefix(Self.ownWeights).contains(where: holds) { return .openCLIP }
                guard let name = Self.huggingFaceWeights.first(where: holds) else { return .openCLIP }
                let names = (try? TensorArchives.model(file(name)))?.tensors.keys
                return names?.contains { $0.hasPrefix("text_model.") } == false ? .openCLIP : .huggingFace
            case (false, false):
                if let towers = SideBySideTowers(in: self) { return .sideBySide(towers) }
                guard !holds("adapter_config.json") else {
                    throw CheckpointError.malformed(
                        url,
                        reason: "holds an adapter (PEFT) and no whole model; merge it into its base (merge_and_unload) "
                            + "and save that")
                }
                throw CheckpointError.unknownLayout(url)
            }
        }
    }

    /// In the order of open_clip's loader (factory.py, _find_checkpoint_in_dir). The first are open_clip's alone.
    static let openCLIPWeights = [
        "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin",
        "open_clip_pytorch_model.pth", "model.safetensors", "pytorch_model.bin", "pytorch_model.pth", "model.pth",
    ]
    private static let ownWeights = 4
    static let huggingFaceWeights = [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
    ]

    enum WeightNames { case openCLIP, huggingFace }

    func weights(_ names: WeightNames) throws -> URL {
        switch names {
        case .openCLIP: try openCLIPFile ?? named(Self.openCLIPWeights)
        case .huggingFace: try named(Self.huggingFaceWeights)
        }
    }

    /// As `weights`, a file for each tower that has its own; nil in place of an error.
    func weightsIfAny(_ layout: Layout) -> [URL?] {
        switch layout {
        case .openCLIP: [try? weights(.openCLIP)]
        case .huggingFace: [try? weights(.huggingFace)]
        case .sideBySide(let towers): [towers.text, towers.image].map { try? $0.weights(.huggingFace) }
        }
    }

    /// A file of any other name, where none has one of open_clip's and there is but one.
    private var openCLIPFile: URL? {
        guard !Self.openCLIPWeights.contains(where: holds) else { return nil }
        let others = fileNames.filter { name in [".safetensors", ".bin", ".pth", ".pt"].contains(where: name.hasSuffix)
        }
        return others.count == 1 ? file(others[0]) : nil
    }

    private var fileNames: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }

    /// The first of these that is there.
    /// - Throws: `CheckpointError.missingWeights`
    private func named(_ names: [String]) throws -> URL {
        if let name = names.first(where: holds) { return file(name) }
        let endings = [
            ".safetensors", ".bin", ".pth", ".pt", ".ckpt", ".gguf", ".onnx", ".h5", ".msgpack", ".npz", ".tflite",
        ]
        let others = fileNames.filter { name in endings.contains(where: name.hasSuffix) }
        throw CheckpointError.missingWeights(url, expected: names, found: others)
    }

    /// Its own tokenizer, or the standard vocabulary where it brings none and nothing speaks of another.
    /// - Parameters:
    ///   - name: of the tokenizer that its configuration asks for.
    ///   - known: where a large one is kept in a compact form.
    /// - Throws: `CheckpointError.missingTokenizer`, `TokenizerError`
    func tokenizer(
        for text: any TextTowerConfiguration, named name: String?, home: Home, known: (any FileHashes)?
    ) throws -> Tokenizer {
        guard Tokenizer.files(in: url).isEmpty else {
            return try Tokenizer(contentsOf: url, contextLength: text.contextLength, known: known)
        }
        if let name { throw CheckpointError.missingTokenizer(url, reason: "hf_tokenizer_name is \(name)") }
        let tokenizer = try Tokenizer.clip(home: home, contextLength: text.contextLength)
        guard text.vocabularySize == tokenizer.vocabularySize else {
            throw CheckpointError.missingTokenizer(
                url,
                reason: "vocab_size is \(text.vocabularySize), CLIP's own vocabulary has \(tokenizer.vocabularySize)")
        }
        return tokenizer
    }
}

/// Directories of sentence-transformers: modules.json at the root names the module whose folder holds the model.
extension ModelDirectory {
    static let modules = "modules.json"

    private struct Module: Decodable {
        /// "sentence_transformers.models.CLIPModel"
        let type: String
        /// "0_CLIPModel", or nothing for the root.
        let path: String

        var kind: Substring { type.split(separator: ".").last ?? "" }
    }

    /// - Parameter root: what people name.
    /// - Throws: `CheckpointError` where the modules are those of a model without pictures.
    init(root: URL) throws {
        self.init(url: root, root: root)
        let hasOwn = [Self.openCLIPConfiguration, Self.huggingFaceConfiguration].contains(where: holds)
        guard holds(Self.modules), !hasOwn else { return }
        let list = file(Self.modules)
        let modules: [Module]
        do {
            let data = try BoundedFile.contents(of: list, atMost: BoundedFile.settings)
            modules = try JSONDecoder().decode([Module].self, from: data)
        } catch is DecodingError {
            throw CheckpointError.malformed(list, reason: "is no list of modules (type, path)")
        } catch {
            throw CheckpointError.unreadable(list, reason: message(of: error))
        }
        guard let clip = modules.first(where: { $0.kind == "CLIPModel" }) else {
            throw CheckpointError.malformed(
                list,
                reason:
                    "names \(listing(modules.map { String($0.kind) })): a text model of sentence-transformers alone, "
                    + "expected a CLIPModel")
        }
        guard !clip.path.contains("/"), ![".", ".."].contains(clip.path) else {
            throw CheckpointError.malformed(list, reason: "\(clip.path) is no name of a folder beside it")
        }
        if !clip.path.isEmpty {
            self.init(url: root.appending(path: clip.path, directoryHint: .isDirectory), root: root)
        }
    }
}
