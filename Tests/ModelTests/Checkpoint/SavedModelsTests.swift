import Foundation
import Testing

@testable import Model

/// Models and checkpoints as the scripts of their users save them (scripts/goldens saved).
@Suite struct SavedModelsTests {
    private static let folder = repository.appending(path: "Tests/ModelTests/Goldens/saved")

    private func json<Value>(_ name: String) throws -> Value {
        let data = try Data(contentsOf: Self.folder.appending(path: name))
        return try #require(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) as? Value)
    }

    private func pictures() throws -> [Picture] {
        try (0..<3).map { try Picture(contentsOf: Self.folder.appending(path: "pictures/\($0).png")) }
    }

    @Test func aModelThatTransformersSavedEmbedsAsThere() throws {
        let goldens = try Goldens("saved/transformers", "golden.safetensors")
        #expect(!FileManager.default.fileExists(atPath: goldens.folder.path + "/preprocessor_config.json"))
        let model = try CLIP(contentsOf: goldens.folder, home: Home(folder: repository))
        expectParity(try model.embed(pictures: try pictures()), try goldens.matrix("images"))
        expectParity(try model.embed(text: try json("transformers/texts.json")), try goldens.matrix("texts"))
    }

    /// Every configuration gives transformers' pixels, or is refused.
    @Test func picturesArePreparedAsThePreprocessorSays() throws {
        let goldens = try Goldens("saved", "preprocessors.safetensors")
        let all: [String: Any] = try json("preprocessors.json")
        let base = try #require(all["base"] as? [String: Any])
        let cases = try #require(all["cases"] as? [[String: Any]])
        let pictures = try pictures()
        try withScratchCopy(of: "saved/transformers") { model in
            for (index, entry) in cases.enumerated() {
                let changes = try #require(entry["changes"] as? [String: Any])
                let processor = ["image_processor": base.merging(changes) { $1 }]
                let file = model.appending(path: "processor_config.json")
                try JSONSerialization.data(withJSONObject: processor).write(to: file)
                let opened = Result { try HuggingFaceConfiguration(directory: model).preprocessing }
                guard entry["refused"] as? Bool == false else {
                    let line = #expect(throws: CheckpointError.self) { try opened.get() }.map { message(of: $0) } ?? ""
                    #expect(line.hasPrefix(file.path + ": image_processor."), "\(changes): \(line)")
                    continue
                }
                let (preprocessing, expected) = (try opened.get(), try goldens.tensor("\(index)"))
                let found = pictures.flatMap { picture in
                    var pixels = [Float](repeating: 0, count: 32 * 32 * 3)
                    pixels.withUnsafeMutableBufferPointer { preprocessing.tensor(picture, into: $0) }
                    return pixels
                }
                let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
                #expect(found.count == expected.count && largest < 1e-5, "\(changes): \(largest)")
            }
        }
    }

    @Test func architecturesAreThoseOfOpenCLIP() throws {
        let rows: [String: [String: Any]] = try json("architectures.json")
        #expect(rows.count > 40)
        for (name, row) in rows {
            let architecture = try Architecture(named: name)
            let configuration = architecture.configuration
            let quick = row["quick"] as? Bool == true
            #expect(architecture.name == name && configuration.dimension == row["dimension"] as? Int)
            #expect(configuration.imageSize == row["image"] as? Int)
            let text = configuration.text
            #expect([text.transformer.width, text.transformer.heads, text.transformer.layers] == row["text"] as? [Int])
            #expect(text.contextLength == 77 && text.vocabularySize == 49408)
            #expect((text.transformer.activation == .quickGELU) == quick, "\(name)")
            switch configuration.image {
            case let vision as VisionConfiguration:
                let tower = vision.transformer
                #expect(vision.patch == row["patch"] as? Int && vision.imageHeight == row["image"] as? Int)
                #expect(tower.width == row["width"] as? Int && tower.layers == row["layers"] as? Int, "\(name)")
                #expect(tower.heads == row["heads"] as? Int && tower.hidden == row["hidden"] as? Int, "\(name)")
                #expect(tower.hasLayerScale == row["scaled"] as? Bool && (tower.activation == .quickGELU) == quick)
            case let network as ResNetConfiguration:
                #expect(network.width == row["width"] as? Int && network.layers == row["layers"] as? [Int], "\(name)")
                #expect(network.heads == row["heads"] as? Int)
            default: Issue.record("\(name) is neither")
            }
        }
    }

    /// Those of the models that open_clip published, in a file that does not say it; others are refused.
    @Test func headsAreThoseOfTheKnownWidths() throws {
        let rows: [String: [String: Any]] = try json("architectures.json")
        for (name, row) in rows {
            guard let width = row["width"] as? Int, let patch = row["patch"] as? Int, let text = row["text"] as? [Int],
                let heads = row["heads"] as? Int, row["scaled"] as? Bool == false
            else { continue }
            let found = try OpenAIConfiguration(ShapesOnly(width: width, patch: patch, text: text[0]))
            guard let vision = found.image as? VisionConfiguration else {
                Issue.record("\(name)")
                continue
            }
            #expect(vision.transformer.heads == heads && found.text.transformer.heads == text[1], "\(name)")
            // Those for which earlier versions took another number must not find their embeddings in a cache.
            #expect((found.variant == nil) == (heads * 64 == width))
        }
        for (width, text) in [(1536, 512), (1000, 512), (2048, 512), (768, 500), (768, 1344)] {
            let error = #expect(throws: CheckpointError.self) {
                try OpenAIConfiguration(ShapesOnly(width: width, patch: 14, text: text))
            }
            #expect(error.map { message(of: $0) }?.contains("--architecture NAME says it") == true)
        }
    }

    @Test(arguments: [
        "compiled", "compiled-parallel", "parallel-compiled", "fsdp", "lightning", "model-state-dict", "deepspeed",
        "other-key", "nested", "extras", "extras-4",
    ])
    func whatATrainingWrapsWeightsInIsTakenOff(name: String) throws {
        let expected = try Safetensors(contentsOf: Self.folder.appending(path: "checkpoints/expected.safetensors"))
        let archive = try TensorArchives.model(Self.folder.appending(path: "checkpoints/\(name).pt"))
        #expect(archive.tensors.keys.sorted() == expected.tensors.keys.sorted())
        for (name, tensor) in expected.tensors { #expect(archive.tensors[name]?.floats == tensor.floats, "\(name)") }
    }

    @Test(arguments: [
        ("two-models.pt", "holds several models, student, teacher"), ("twice.pt", "has logit_scale twice"),
        ("namespace-inside.pt", "asks for argparse.Namespace"),
        ("namespace-instead.pt", "asks for argparse.Namespace"),
        ("adapter_model.safetensors", "is an adapter (PEFT, LoRA)"), ("mlx.safetensors", "weights as mlx orders them"),
    ])
    func whatIsNoModelIsNamed(file: String, expected: String) {
        let url = Self.folder.appending(path: "checkpoints/\(file)")
        let error = #expect(throws: CheckpointError.self) { try TensorArchives.model(url) }
        let line = error.map { message(of: $0) } ?? ""
        #expect(line.hasPrefix(url.path + ": ") && line.contains(expected) && !line.contains("\n"), "\(line)")
    }

    @Test func positionsAreResizedAsOpenCLIPDoes() throws {
        let archive = try Safetensors(contentsOf: Self.folder.appending(path: "grids.safetensors"))
        let names = archive.tensors.keys.filter { !$0.hasSuffix("resized") }
        #expect(names.count == 10)
        for name in names {
            let parts = name.split(separator: " ").dropFirst().compactMap { Int($0) }
            let tensor = try #require(archive.tensors[name])
            let whole = Matrix(rows: tensor.shape[0], columns: 6, values: try #require(tensor.floats))
            let expected = try #require(archive.tensors[name + " resized"]?.floats)
            let found: [Float]
            if parts.count == 3 {
                let patches = Matrix(rows: whole.rows - 1, columns: 6, values: Array(whole.values.dropFirst(6)))
                let resized = patches.resized(from: (parts[0], parts[0]), to: (parts[1], parts[2]))
                found = Array(whole[0]) + resized.values
            } else {
                found = whole.resized(rows: parts[1]).values
            }
            let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
            #expect(found.count == expected.count && largest < 1e-5, "\(name): \(largest)")
        }
    }

    /// The names and shapes of a Vision Transformer of one layer without its values.
    private struct ShapesOnly: TensorArchive {
        let file = URL(filePath: "/weights.pt")
        let tensors: [String: StoredTensor]

        init(width: Int, patch: Int, text: Int) throws {
            let empty = try MappedFile(SavedModelsTests.folder.appending(path: "architectures.json"))
            let shapes = [
                "text_projection": [text, 512], "token_embedding.weight": [49408, text],
                "positional_embedding": [77, text], "transformer.resblocks.0.ln_1.weight": [text],
                "transformer.resblocks.0.mlp.c_fc.weight": [4 * text, text], "visual.proj": [width, 512],
                "visual.conv1.weight": [width, 3, patch, patch], "visual.positional_embedding": [50, width],
                "visual.transformer.resblocks.0.ln_1.weight": [width],
                "visual.transformer.resblocks.0.mlp.c_fc.weight": [4 * width, width],
            ]
            tensors = shapes.mapValues { StoredTensor(type: .float32, shape: $0, file: empty, range: 0..<0) }
        }
    }
}

/// Hands a copy of a folder of goldens to `body`, under the same name.
func withScratchCopy<Value>(of part: String, _ body: (URL) throws -> Value) throws -> Value {
    let original = repository.appending(path: "Tests/ModelTests/Goldens/\(part)")
    let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let copy = scratch.appending(path: original.lastPathComponent, directoryHint: .isDirectory)
    try FileManager.default.copyItem(at: original, to: copy)
    return try body(copy)
}
