import Foundation
import Testing

/// What docs/models.md promises to say of a model, from outside.
@Suite struct ModelMessagesTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private static let goldens = repository.appending(path: "Tests/ModelTests/Goldens")

    /// A golden directory as "model", with a text in one of its files replaced.
    private func copy(
        _ part: String, as name: String = "model", _ file: String = "", _ found: String = "", _ replacement: String = ""
    ) throws {
        let folder = Self.goldens.appending(path: part)
        for entry in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            var data = try Data(contentsOf: folder.appending(path: entry))
            if entry == file {
                let range = try #require(data.range(of: Data(found.utf8)), "\(found)")
                data.replaceSubrange(range, with: Data(replacement.utf8))
            }
            try program.write("\(name)/\(entry)", data)
        }
    }

    private func expectError(_ expected: String, _ arguments: String..., at location: SourceLocation = #_sourceLocation)
        throws
    {
        let result = try program.run(["tokenize", "a cat"] + arguments)
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)", sourceLocation: location)
        #expect(result.messages.contains(expected), "\(result.messages)", sourceLocation: location)
    }

    @Test(arguments: [
        (
            #""heads": 2"#, #""heads": 2, "hf_model_name": "xlm""#,
            "model_cfg.text_cfg.hf_model_name = xlm is not supported"
        ),
        (
            #""patch_size": 8"#, #""timm_model_name": "swin_base_patch4_window7_224""#,
            "model_cfg.vision_cfg.timm_model_name = swin_base_patch4_window7_224 is not supported"
        ),
        (
            #""layers": 3"#, #""layers": 3, "attentional_pool": true"#,
            "no tensor visual.attn_pool.query"
        ),
        (
            #""patch_size": 8"#, #""attentional_pool": "cascade""#,
            "model_cfg.vision_cfg.attentional_pool is cascade, expected Bool"
        ),
        (#""heads": 2"#, #""heads": 2, "embed_cls": true"#, "no tensor text.cls_emb"),
        (
            #""heads": 2"#, #""heads": 2, "embed_cls": true, "no_causal_mask": true"#,
            "model_cfg.text_cfg.embed_cls = true is not supported"
        ),
        (#""patch_size": 8"#, #""block_type": "custom""#, "model_cfg.vision_cfg.block_type = custom is not supported"),
        (#""patch_size": 8"#, #""qk_norm": true"#, "model_cfg.vision_cfg.qk_norm = 1 is not supported"),
        (#""patch_size": 8"#, #""scale_heads": true"#, "model_cfg.vision_cfg.scale_heads = 1 is not supported"),
        (#""patch_size": 8"#, #""colour": 1"#, "model_cfg.vision_cfg.colour = 1 is not supported"),
        (#""embed_dim": 40"#, #""embed_dim": 41"#, "text_projection is [48, 40], expected [48, 41]"),
        (#""layers": 3"#, #""layers": 2"#, "tensors that the configuration does not speak of"),
        (#""layers": 3"#, #""layers": 4"#, "no tensor visual.transformer.resblocks.3."),
        (#""vocab_size": 1024"#, #""vocab_size": 1000"#, "the tokenizer has 1024 tokens, expected 1000"),
    ])
    func whatIsNotReadIsSaidInOneLine(found: String, replacement: String, expected: String) throws {
        try copy("towers/vit", "open_clip_config.json", found, replacement)
        try expectError(expected, "--model", "model")
    }

    @Test func filesThatAreNoWeightsAreSaidInOneLine() throws {
        try copy("towers/hugging-face", "config.json", #""model_type": "clip""#, #""model_type": "flava""#)
        try expectError("model_type = flava is not supported", "--model", "model")
        let torch = Self.goldens.appending(path: "torch").path
        try expectError("is of torch's format before 1.6", "--model", "\(torch)/older.pt")
        try expectError("asks for posix.system", "--model", "\(torch)/hostile/os-system.pt")
        let page = try program.write("model.safetensors", "<!doctype html><html></html>")
        try expectError("is a web page", "--model", page.path)
        try expectError(
            "no architecture ViT-B32; did you mean ViT-B-32?", "--model", page.path, "--architecture", "ViT-B32")
    }

    @Test func quickGELUByDefaultIsWarnedOfAndAnArchitectureSettlesIt() throws {
        try program.write("small.safetensors", Self.bareFile(width: 64))
        let guessed = try program("tokenize", "a cat", "--model", "small.safetensors")
        #expect(guessed.status == 0)
        #expect(
            guessed.messages
                == "clipscope: warning: small.safetensors brings no configuration: QuickGELU is taken, as OpenAI's loader "
                + "does; --architecture NAME says what it is (ViT-B-32, ViT-B-32-quickgelu)\n")
        try expectError(
            "token_embedding.weight is [49408, 64], expected [49408, 512]", "--model", "small.safetensors",
            "--architecture", "ViT-B/32-quickgelu")
        try program.write("odd.safetensors", Self.bareFile(width: 60))
        try expectError("nothing in it says how many heads; --architecture NAME says it", "--model", "odd.safetensors")
    }

    /// Zeros in OpenAI's names: a Vision Transformer and a text tower of one layer, with CLIP's vocabulary.
    private static func bareFile(width: Int) -> Data {
        var shapes = [
            "visual.class_embedding": [width], "visual.positional_embedding": [5, width], "visual.proj": [width, 32],
            "visual.conv1.weight": [width, 3, 8, 8], "positional_embedding": [77, width], "logit_scale": [],
            "text_projection": [width, 32], "token_embedding.weight": [49408, width],
        ]
        for norm in ["visual.ln_pre", "visual.ln_post", "ln_final"] {
            (shapes[norm + ".weight"], shapes[norm + ".bias"]) = ([width], [width])
        }
        for block in ["visual.transformer.resblocks.0.", "transformer.resblocks.0."] {
            for norm in ["ln_1", "ln_2"] {
                (shapes[block + norm + ".weight"], shapes[block + norm + ".bias"]) = ([width], [width])
            }
            for (name, outputs, inputs) in [
                ("attn.in_proj_", 3 * width, width), ("attn.out_proj.", width, width), ("mlp.c_fc.", 4 * width, width),
                ("mlp.c_proj.", width, 4 * width),
            ] {
                (shapes[block + name + "weight"], shapes[block + name + "bias"]) = ([outputs, inputs], [outputs])
            }
        }
        var end = 0
        let entries = shapes.sorted { $0.key < $1.key }.map { name, shape in
            let start = end
            end += 2 * shape.reduce(1, *)
            return "\"\(name)\":{\"dtype\":\"F16\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
        }
        let header = Data("{\(entries.joined(separator: ","))}".utf8)
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header + Data(count: end)
    }

    @Test func aNameThatSpeaksOfQuickGELUIsWarnedOfInEveryPrecision() throws {
        try copy("towers/vit", as: "ViT-openai")
        for precision in ["f32", "int8"] {
            let result = try program("tokenize", "a cat", "--model", "ViT-openai", "--precision", precision)
            #expect(result.status == 0)
            #expect(
                result.messages
                    == "clipscope: warning: ViT-openai sounds like QuickGELU, but open_clip_config.json has no "
                    + "quick_gelu: true\n")
        }
        try copy("towers/vit")
        #expect(try program("tokenize", "a cat", "--model", "model").messages.isEmpty)
    }

    @Test func anArchitectureIsForASingleFile() throws {
        try copy("towers/vit")
        try expectError(
            "model has a configuration; --architecture ViT-B-32 is for a single file of weights", "--model", "model",
            "--architecture", "vit-b-32")
    }
}
