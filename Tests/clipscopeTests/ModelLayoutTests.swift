import Foundation
import Testing

/// Directories in which a model lies in folders, or in which half of one lies.
@Suite struct ModelLayoutTests {
    let program: Program
    private static let goldens = repository.appending(path: "Tests/ModelTests/Goldens")
    private static let clip = #"[{"idx": 0, "name": "0", "path": "PATH", "type": "sentence_transformers.models.KIND"}]"#

    init() throws { program = try Program() }

    private func copy(_ golden: String, to folder: String) throws {
        let target = program.folder.appending(path: folder)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: Self.goldens.appending(path: golden), to: target)
    }

    private func modules(_ kind: String, _ path: String) throws {
        try program.write("model/modules.json", Self.clip.replacing("PATH", with: path).replacing("KIND", with: kind))
    }

    private func embedding(_ model: String) throws -> [[Double]] {
        let result = try program("embed", "--text", "a cat", "--model", model, "--json")
        #expect(result.status == 0, "\(result.messages)")
        return try #require(try result.json()["embeddings"] as? [[Double]])
    }

    private func expectError(_ expected: String, at location: SourceLocation = #_sourceLocation) throws {
        let result = try program("tokenize", "a cat", "--model", "model")
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)", sourceLocation: location)
        #expect(result.messages.contains(expected), "\(result.messages)", sourceLocation: location)
    }

    @Test(arguments: ["0_CLIPModel", "clip"])
    func aModelOfSentenceTransformersIsThatInItsFolder(folder: String) throws {
        try copy("towers/hugging-face", to: "plain")
        try copy("towers/hugging-face", to: "model/\(folder)")
        try modules("CLIPModel", folder)
        #expect(try embedding("model") == embedding("plain"))
    }

    @Test func modulesWithoutACLIPAreOfTextsAlone() throws {
        try modules("Transformer", "0_Transformer")
        try expectError("modules.json: names Transformer: a text model of sentence-transformers alone")
        try program.write("model/modules.json", "{}")
        try expectError("modules.json: is no list of modules")
        for path in ["../plain", "..", "/etc"] {
            try modules("CLIPModel", path)
            try expectError("is no name of a folder beside it")
        }
    }

    @Test func towersSideBySideSayThatTheirScaleIsTaken() throws {
        try copy("families/side-by-side", to: "model")
        let result = try program("tokenize", "a cat", "--model", "model")
        #expect(result.status == 0 && result.lines.count == 1)
        #expect(result.messages.contains("the two towers bring no logit_scale: 100 is taken"))
    }

    @Test func towersOfTwoModelsSideBySideAreToldInOneLine() throws {
        try copy("families/side-by-side", to: "model")
        let file = program.folder.appending(path: "model/image_encoder/config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try program.write(
            "model/image_encoder/config.json", text.replacing(#""projection_dim": 24"#, with: #""projection_dim": 32"#))
        try expectError("image_encoder/config.json: projection_dim is 32, expected 24, the text tower's")
    }

    @Test(arguments: ["text_encoder", "image_encoder"])
    func oneTowerAloneSaysThatItNeedsTheOther(tower: String) throws {
        try copy("families/side-by-side/\(tower)", to: "model")
        try expectError(
            "put it and the \(tower == "text_encoder" ? "image" : "text") tower's folder below one directory")
    }

    @Test(arguments: [
        ("siglip2", "SigLIP 2 of any resolution (naflex): "), ("blip-2", "BLIP: "), ("align", "ALIGN: "),
        ("dinov2", "DINO: "), ("clap", "CLAP: "), ("owlv2", "OWL-ViT: "),
    ])
    func aFamilyThatIsNotReadIsNamedWithWhatItNeeds(type: String, expected: String) throws {
        try program.write("model/config.json", #"{"model_type": "\#(type)"}"#)
        try expectError("config.json: model_type = \(type) is not supported; \(expected)")
    }

    @Test func anImageTowerOfTimmAloneIsNamed() throws {
        try program.write("model/config.json", #"{"architecture": "vit_base_patch16_224", "num_classes": 1000}"#)
        try expectError("is of an image tower of timm alone")
    }

    @Test func applesOwnNamesAreToldWithWhatToTakeInstead() throws {
        let header = #"{"image_encoder.model.head.proj":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let size = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
        try program.write("model", size + Data(header.utf8) + Data(count: 4))
        try expectError("is MobileCLIP in Apple's own names, which are not read")
    }
}
