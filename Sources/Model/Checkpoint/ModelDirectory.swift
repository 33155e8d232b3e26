import Foundation

/// The files of a model directory.
struct ModelDirectory {
    let url: URL

    func file(_ name: String) -> URL { url.appending(path: name, directoryHint: .notDirectory) }

    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }

    enum Layout { case openCLIP, huggingFace }

    static let openCLIPConfiguration = "open_clip_config.json"

    /// Told by its configuration.
    /// - Throws: `CheckpointError.unknownLayout`
    var layout: Layout {
        get throws {
            if holds(Self.openCLIPConfiguration) { return .openCLIP }
            if holds("config.json") { return .huggingFace }
            throw CheckpointError.unknownLayout(url)
        }
    }

    static let openCLIPWeights = ["open_clip_model.safetensors", "open_clip_pytorch_model.bin"]
    static let huggingFaceWeights = [
        "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
    ]

    /// The first of these that is there.
    /// - Throws: `CheckpointError.missingWeights`
    func weights(_ names: [String]) throws -> URL {
        guard let name = names.first(where: holds) else { throw CheckpointError.missingWeights(url, expected: names) }
        return file(name)
    }

    /// Its own tokenizer, or the standard vocabulary where it brings none.
    func tokenizer(contextLength: Int, home: Home) throws -> Tokenizer {
        Tokenizer.files(in: url).isEmpty
            ? try Tokenizer.clip(home: home, contextLength: contextLength)
            : try Tokenizer(contentsOf: url, contextLength: contextLength)
    }
}
