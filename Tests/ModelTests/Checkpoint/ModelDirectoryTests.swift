import Foundation
import Testing

@testable import Model

/// What contradicts itself is told in one line, and never read as something else.
@Suite struct ModelDirectoryTests {
    private let home = Home(folder: repository)

    /// A copy of a golden directory with one file edited.
    private func withCopy(
        of name: String, editing file: String, _ edit: (inout Data) throws -> Void, _ body: (URL) throws -> Void
    ) throws {
        let original = repository.appending(path: "Tests/ModelTests/Goldens/towers/\(name)")
        let copy = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)/\(name)")
        try FileManager.default.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: original, to: copy)
        defer { try? FileManager.default.removeItem(at: copy.deletingLastPathComponent()) }
        let url = copy.appending(path: file)
        var data = try Data(contentsOf: url)
        try edit(&data)
        try data.write(to: url)
        try body(copy)
    }

    private func replace(_ found: String, _ replacement: String, in data: inout Data) throws {
        let range = try #require(data.range(of: Data(found.utf8)), "\(found)")
        data.replaceSubrange(range, with: Data(replacement.utf8))
    }

    private func line(_ directory: URL) -> String {
        do {
            try CLIP(contentsOf: directory, home: home).readTowers()
            return "no error"
        } catch {
            return message(of: error)
        }
    }

    @Test(arguments: [
        (#""embed_dim": 40"#, #""embed_dim": 41"#, "text_projection is [48, 40], expected [48, 41]"),
        (#""vocab_size": 1024"#, #""vocab_size": 1000"#, "the tokenizer has 1024 tokens, expected 1000"),
        (#""vocab_size": 1024"#, #""vocab_size": 2048"#, "token_embedding.weight is [1024, 48], expected [2048, 48]"),
        (#""embed_dim": 40,"#, "", "no model_cfg.embed_dim"),
        (#""embed_dim": 40"#, #""embed_dim": "forty""#, "model_cfg.embed_dim is forty, expected Int"),
        (#""embed_dim": 40"#, #""embed_dim": 0"#, "model_cfg.embed_dim is 0, expected 1 or more"),
        (
            #""patch_size": 8"#, #""patch_size": 8, "qk_norm": true"#,
            "model_cfg.vision_cfg.qk_norm = 1 is not supported"
        ),
        (
            #""patch_size": 8"#, #""patch_size": 8, "pool_type": "none""#,
            "model_cfg.vision_cfg.pool_type = none is not supported"
        ),
        (#""patch_size": 8"#, #""patch_size": 8, "timm_model_name": "convnext_base""#, "is not supported"),
        (
            #""layers": 3"#, #""layers": 2"#,
            "tensors that the configuration does not speak of: visual.transformer.resblocks.2."
        ),
        (#""layers": 3"#, #""layers": 4"#, "no tensor visual.transformer.resblocks.3."),
        (#""heads": 2"#, #""heads": 5"#, "model_cfg.text_cfg.heads is 5, expected a divisor of the width 48"),
        (
            #""heads": 2"#, #""hf_model_name": "google/mt5-base", "heads": 2"#,
            "hf_model_name = google/mt5-base is not supported"
        ),
    ])
    func aConfigurationThatTheWeightsContradict(found: String, replacement: String, expected: String) throws {
        try withCopy(of: "vit", editing: "open_clip_config.json", { try replace(found, replacement, in: &$0) }) {
            let line = line($0)
            #expect(line.contains(expected) && !line.contains("\n"), "\(line)")
        }
    }

    @Test(arguments: [
        (#""model_type": "clip""#, #""model_type": "flava""#, "model_type = flava is not supported"),
        (#""hidden_act": "quick_gelu""#, #""hidden_act": "swish""#, "text_config.hidden_act = swish is not supported"),
        (#""projection_dim": 40"#, #""projection_dim": 44"#, "text_projection.weight is [40, 48], expected [44, 48]"),
    ])
    func aHuggingFaceConfigurationThatIsNotRead(found: String, replacement: String, expected: String) throws {
        try withCopy(
            of: "hugging-face", editing: "config.json",
            { data in
                // "model_type" stands in each tower's object too; the first is the model's.
                try replace(found, replacement, in: &data)
            }
        ) {
            let line = line($0)
            #expect(line.contains(expected) && !line.contains("\n"), "\(line)")
        }
    }

    @Test func aWeightThatIsNoNumberIsNamed() throws {
        try withCopy(
            of: "vit", editing: "open_clip_model.safetensors",
            { data in
                let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
                // The last value of the file.
                #expect(data.count > 8 + length + 4)
                data.replaceSubrange(data.count - 4..<data.count, with: [0, 0, 0xC0, 0x7F])
            }
        ) {
            #expect(line($0).hasSuffix("holds values that are no numbers, or infinite"))
        }
    }

    @Test func aTensorOfAnotherNameIsMissed() throws {
        try withCopy(
            of: "vit", editing: "open_clip_model.safetensors",
            { try replace("\"visual.proj\"", "\"visual.pr0j\"", in: &$0) }
        ) {
            #expect(line($0).hasSuffix("no tensor visual.proj"))
        }
    }

    @Test func aDirectoryWithoutWeightsSaysWhichItWants() throws {
        try withCopy(of: "vit", editing: "vocab.json", { _ in }) { copy in
            for name in ["open_clip_model.safetensors", "golden.safetensors"] {
                try FileManager.default.removeItem(at: copy.appending(path: name))
            }
            #expect(
                line(copy).hasSuffix(
                    "no weights, expected one of open_clip_model.safetensors, open_clip_pytorch_model.safetensors, "
                        + "open_clip_pytorch_model.bin, open_clip_pytorch_model.pth, model.safetensors, "
                        + "pytorch_model.bin, pytorch_model.pth, model.pth"))
        }
    }

    @Test func aNameThatSpeaksOfQuickGELUAgainstItsConfigurationIsWarnedOf() throws {
        try withCopy(of: "vit", editing: "vocab.json", { _ in }) { copy in
            let named = copy.deletingLastPathComponent().appending(path: "ViT-B-32-openai")
            try FileManager.default.moveItem(at: copy, to: named)
            #expect(try CLIP(contentsOf: named, home: home).warnings.count == 1)
        }
        #expect(
            try CLIP(contentsOf: repository.appending(path: "Tests/ModelTests/Goldens/towers/vit"), home: home).warnings
                .isEmpty)
    }
}
