import Foundation
import Testing

@testable import Model

/// Which files of a directory are its weights, its configuration and its tokenizer, and that they belong together.
@Suite struct ModelFilesTests {
    private let home = Home(folder: repository)
    private let files = FileManager.default

    private func edit(_ file: URL, _ changes: (inout [String: Any]) -> Void) throws {
        var json = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        changes(&json)
        try JSONSerialization.data(withJSONObject: json).write(to: file)
    }

    private func line(_ directory: URL) -> String {
        do {
            try CLIP(contentsOf: directory, home: home).readTowers()
            return "no error"
        } catch {
            return message(of: error)
        }
    }

    /// open_clip's loader takes the tower's size whatever preprocess_cfg says, of every kind of tower.
    @Test(arguments: ["vit", "vit-bare", "resnet", "efficientnet"])
    func picturesAreAsLargeAsTheTowerTakesThem(name: String) throws {
        let goldens = try Goldens("towers/\(name)", "golden.safetensors")
        try goldens.withWeightsInflated { folder in
            let copy = files.temporaryDirectory.appending(path: UUID().uuidString)
            try files.copyItem(at: folder, to: copy)
            defer { try? files.removeItem(at: copy) }
            try edit(copy.appending(path: "open_clip_config.json")) { $0["preprocess_cfg"] = ["size": 48] }
            let model = try CLIP(contentsOf: copy, home: home)
            let shape = try goldens.shape("pixels")
            #expect([model.preprocessing.height, model.preprocessing.width] == Array(shape[1...2]))
        }
    }

    @Test func aSizeThatTheTowerDoesNotTakeIsRefused() throws {
        try withScratchCopy(of: "towers/hugging-face") { copy in
            try edit(copy.appending(path: "preprocessor_config.json")) { json in
                (json["size"], json["crop_size"]) = (["shortest_edge": 224], ["height": 224, "width": 224])
            }
            #expect(
                line(copy).hasSuffix(
                    "preprocessor_config.json: crop_size is 224, expected 32, the image_size of the image tower"))
        }
    }

    @Test(arguments: [
        "open_clip_pytorch_model.safetensors", "model.safetensors", "pytorch_model.bin", "model.pth", "epoch_10.pt",
    ])
    func openCLIPsWeightsMayHaveTheOtherNamesThatItsLoaderKnows(name: String) throws {
        try withScratchCopy(of: "towers/vit") { copy in
            try files.moveItem(
                at: copy.appending(path: "open_clip_model.safetensors"), to: copy.appending(path: name))
            try files.removeItem(at: copy.appending(path: "golden.safetensors"))
            #expect(line(copy) == "no error")
            #expect(try ModelFacts(contentsOf: copy).isComplete)
        }
    }

    @Test func withBothConfigurationsTheWeightsDecide() throws {
        try withScratchCopy(of: "towers/hugging-face") { copy in
            let other = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit")
            try files.copyItem(
                at: other.appending(path: "open_clip_config.json"), to: copy.appending(path: "open_clip_config.json"))
            #expect(try ModelDirectory(url: copy).layout == .huggingFace)
            #expect(line(copy) == "no error")
            let weights = other.appending(path: "open_clip_model.safetensors")
            try files.copyItem(at: weights, to: copy.appending(path: "open_clip_model.safetensors"))
            #expect(try ModelDirectory(url: copy).layout == .openCLIP)
            for name in ["open_clip_model.safetensors", "model.safetensors"] {
                try files.removeItem(at: copy.appending(path: name))
            }
            try files.copyItem(at: weights, to: copy.appending(path: "model.safetensors"))
            #expect(try ModelDirectory(url: copy).layout == .openCLIP)
            #expect(line(copy) == "no error")
        }
    }

    @Test func whatLiesInPlaceOfWeightsIsNamed() throws {
        try withScratchCopy(of: "towers/vit") { copy in
            try files.moveItem(
                at: copy.appending(path: "open_clip_model.safetensors"), to: copy.appending(path: "model.gguf"))
            try files.removeItem(at: copy.appending(path: "golden.safetensors"))
            #expect(line(copy).hasSuffix("model.pth; found model.gguf"))
        }
    }

    @Test func anotherTokenizerIsNotReplacedByCLIPs() throws {
        try withScratchCopy(of: "towers/vit") { copy in
            for name in ["vocab.json", "merges.txt"] { try files.removeItem(at: copy.appending(path: name)) }
            #expect(line(copy).contains("hf_tokenizer_name is small, and no tokenizer is beside it"))
            try edit(copy.appending(path: "open_clip_config.json")) { json in
                var model = json["model_cfg"] as! [String: Any]
                var text = model["text_cfg"] as! [String: Any]
                text["hf_tokenizer_name"] = nil
                model["text_cfg"] = text
                json["model_cfg"] = model
            }
            #expect(line(copy).contains("vocab_size is 1024, CLIP's own vocabulary has 49408, and no tokenizer"))
        }
    }

    @Test func optionsOfATokenizerThatAreNotDoneAreRefused() throws {
        for (options, isRead) in [
            (["clean": "whitespace", "strip_sep_token": false], true), ([:], true), (["clean": "canonicalize"], false),
            (["strip_sep_token": true], false), (["reduction_mask": "syntax"], false),
        ] as [([String: Any], Bool)] {
            try withScratchCopy(of: "towers/vit") { copy in
                try edit(copy.appending(path: "open_clip_config.json")) { json in
                    var model = json["model_cfg"] as! [String: Any]
                    var text = model["text_cfg"] as! [String: Any]
                    text["tokenizer_kwargs"] = options
                    model["text_cfg"] = text
                    json["model_cfg"] = model
                }
                #expect(line(copy).contains(isRead ? "no error" : "tokenizer_kwargs"), "\(line(copy))")
            }
        }
    }

    /// configuration_clip.py: what "text_config_dict" says goes before "text_config".
    @Test func theOlderNameOfATowersConfigurationWins() throws {
        try withScratchCopy(of: "towers/hugging-face") { copy in
            try edit(copy.appending(path: "config.json")) { json in
                json["text_config_dict"] = json["text_config"]
                json["text_config"] = ["hidden_act": "gelu", "vocab_size": 7]
                json["vision_config_dict"] = NSNull()
            }
            #expect(line(copy) == "no error")
        }
    }

    @Test(
        arguments: [
            ("vision_cfg", "image_size", 32767, "is 32767, expected 1 to 4096 pixels"),
            ("text_cfg", "context_length", 1_000_000, "is 1000000, expected 1 to 8192 tokens"),
        ] as [(String, String, Int, String)])
    func aSizeThatWouldTakeAllMemoryIsRefused(tower: String, key: String, value: Int, reason: String) throws {
        try withScratchCopy(of: "towers/vit") { copy in
            try edit(copy.appending(path: "open_clip_config.json")) { json in
                var model = json["model_cfg"] as! [String: Any]
                var own = model[tower] as! [String: Any]
                own[key] = value
                model[tower] = own
                json["model_cfg"] = model
            }
            #expect(line(copy).contains("\(key) \(reason)"), "\(line(copy))")
        }
    }

    /// A grid other than the configuration's: open_clip's checkpoints are resized, transformers' refused.
    @Test func positionsOfAnotherGridAreResizedOrRefused() throws {
        try withScratchCopy(of: "towers/vit") { copy in
            try edit(copy.appending(path: "open_clip_config.json")) { json in
                var model = json["model_cfg"] as! [String: Any]
                var (vision, text) = (model["vision_cfg"] as! [String: Any], model["text_cfg"] as! [String: Any])
                (vision["image_size"], text["context_length"]) = ([48, 40], 24)
                (model["vision_cfg"], model["text_cfg"]) = (vision, text)
                json["model_cfg"] = model
            }
            let model = try CLIP(contentsOf: copy, home: home)
            let tower = try #require(try model.imageEncoder as? VisionTransformer)
            #expect(tower.positionalEmbedding.rows == 31)
            #expect((try model.textEncoder as? TextTransformer)?.positionalEmbedding.rows == 24)
        }
        try withScratchCopy(of: "towers/hugging-face") { copy in
            try edit(copy.appending(path: "config.json")) { json in
                var vision = json["vision_config"] as! [String: Any]
                vision["image_size"] = 48
                json["vision_config"] = vision
            }
            try edit(copy.appending(path: "preprocessor_config.json")) { json in
                (json["size"], json["crop_size"]) = (["shortest_edge": 48], ["height": 48, "width": 48])
            }
            #expect(line(copy).contains("position_embedding.weight is [17, 48], expected [37, 48]"))
        }
    }

    @Test(arguments: [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "is a git-lfs pointer"),
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "is a web page"),
        ("  <?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "is a web page"),
        ("Entry not found", "is a text, not the file that was meant: \"Entry not found\""),
        ("GGUF\u{3}\0\0\0\0\0\0\0", "is GGUF"), ("\u{8}\u{8}\u{12}\u{7}pytorch\u{1A}", "is ONNX"),
        ("\u{1C}\0\0\0TFL3\0\0\0\0", "is TensorFlow Lite"), ("BZh91AY&SY\0\0", "is compressed"), ("", "is empty"),
    ])
    func whatIsInPlaceOfAFileIsNamed(content: String, expected: String) throws {
        let bytes = Data(content.utf8)
        let file = files.temporaryDirectory.appending(path: UUID().uuidString)
        try bytes.write(to: file)
        defer { try? files.removeItem(at: file) }
        #expect(line(file).hasPrefix("\(file.path): \(expected)"), "\(line(file))")
        try withScratchCopy(of: "towers/vit") { copy in
            try bytes.write(to: copy.appending(path: "open_clip_config.json"))
            #expect(line(copy).contains("open_clip_config.json: \(expected)"), "\(line(copy))")
        }
    }

    @Test(arguments: [("visual.proj", "the embedding of a picture"), ("text_projection", "the embedding of \"a cat\"")])
    func weightsOfNumbersThatMakeNoneAreTold(name: String, expected: String) throws {
        try withScratchCopy(of: "towers/vit") { copy in
            let file = copy.appending(path: "open_clip_model.safetensors")
            var data = try Data(contentsOf: file)
            let range = try #require(try Safetensors(contentsOf: file).tensors[name]?.range)
            // 3e38, of which no two can be added.
            for start in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
                data.replaceSubrange(start..<start + 4, with: [0x99, 0x76, 0x61, 0x7F])
            }
            try data.write(to: file)
            let model = try CLIP(contentsOf: copy, home: home)
            let error = #expect(throws: CheckpointError.self) {
                _ = try model.embed(FeatureMap(images: 1, height: 32, width: 32, channels: 3))
                _ = try model.embed(text: ["a cat"])
            }
            let line = error.map { message(of: $0) } ?? ""
            #expect(line.contains("\(expected) comes out as no number, or infinite"), "\(line)")
        }
    }

    @Test func aLogitScaleWithoutAPowerIsRefused() throws {
        try withScratchCopy(of: "towers/vit") { copy in
            let file = copy.appending(path: "open_clip_model.safetensors")
            var data = try Data(contentsOf: file)
            let range = try #require(try Safetensors(contentsOf: file).tensors["logit_scale"]?.range)
            data.replaceSubrange(range, with: withUnsafeBytes(of: Float(95)) { Data($0) })
            try data.write(to: file)
            #expect(line(copy).hasSuffix("logit_scale is 95.0, expected a logarithm of at most 88"))
        }
    }
}
