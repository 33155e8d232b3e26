import Foundation
import Testing

@testable import Model

/// Families beside CLIP's own, on small checkpoints that the reference libraries wrote (scripts/goldens families).
@Suite struct FamilyTests {
    static let named = [
        "siglip", "siglip2", "pe", "pe-gigantic", "eva01", "eva02", "eva02-e", "mobileclip-b", "mobileclip2-l",
        "vit-medium", "convnext", "vitamin", "mci0", "mci3",
    ]
    static let whole = [
        "clipa", "worldwide", "hf-siglip", "hf-siglip2", "chinese-clip", "altclip", "metaclip-2", "coca", "coca-square",
        "side-by-side",
    ]

    private func goldens(_ name: String) throws -> Goldens { try Goldens("families/\(name)", "golden.safetensors") }

    private func prompts(_ goldens: Goldens) throws -> [ArraySlice<Int>] {
        let ids = try goldens.matrix("ids")
        return (0..<ids.rows).map { ids[$0].map { Int($0) }.prefix { $0 >= 0 } }
    }

    @Test(arguments: whole)
    func aDirectorysTowersAgree(_ name: String) throws {
        let goldens = try goldens(name)
        let model = try CLIP(contentsOf: goldens.folder, home: Home(folder: repository))
        var images = try model.imageEncoder(try goldens.featureMap("pixels"))
        images.normaliseRows()
        expectParity(images, try goldens.matrix("images"))
        var texts = try model.textEncoder(try prompts(goldens))
        texts.normaliseRows()
        expectParity(texts, try goldens.matrix("texts"))
    }

    /// The towers that timm builds by name are smaller here than the name says.
    @Test(arguments: named)
    func towersThatTimmNamesAgree(_ name: String) throws {
        let goldens = try goldens(name)
        let file = goldens.folder.appending(path: "open_clip_config.json")
        let configuration = try OpenCLIPConfiguration(contentsOf: file)
        let image = try smaller(configuration.image, in: goldens.folder)
        let archive = try TensorArchives.model(goldens.folder.appending(path: "open_clip_model.safetensors"))
        let padding = try Tokenizer(contentsOf: goldens.folder, contextLength: 16).padding
        func towers(isSurvey: Bool) throws -> (any ImageEncoder, any TextEncoder) {
            let weights = Weights(archive, isSurvey: isSurvey)
            let encoder = try image.encoder(weights, configuration.names, dimension: configuration.dimension)
            let text = try configuration.text.encoder(
                weights, configuration.names, dimension: configuration.dimension, padding: padding)
            _ = try weights.scalar("logit_scale")
            if archive.tensors["logit_bias"] != nil { _ = try weights.scalar("logit_bias") }
            try weights.checkThatAllWasRead()
            return (encoder, text)
        }
        _ = try towers(isSurvey: true)
        let (encoder, text) = try towers(isSurvey: false)
        var images = encoder(try goldens.featureMap("pixels"))
        images.normaliseRows()
        expectParity(images, try goldens.matrix("images"))
        var texts = try text(try prompts(goldens))
        texts.normaliseRows()
        expectParity(texts, try goldens.matrix("texts"))
        #expect(!encoder.products(images: 2, height: 32, width: 32).isEmpty)
    }

    private struct Smaller: Decodable {
        let embed_dim: Int?
        let depth: Int?
        let num_heads: Int?
        let patch_size: Int?
        let mlp_ratio: Double?
        let depths: [Int]?
        let dims: [Int]?
        let layers: [Int]?
        let embed_dims: [Int]?
    }

    private func smaller(_ image: any ImageConfiguration, in folder: URL) throws -> any ImageConfiguration {
        let sizes = try JSONDecoder().decode(Smaller.self, from: Data(contentsOf: folder.appending(path: "tower.json")))
        if var tower = image as? ConvNeXtTower {
            (tower.depths, tower.widths) = (try #require(sizes.depths), try #require(sizes.dims))
            return tower
        }
        if var tower = image as? FastViTTower {
            (tower.layers, tower.widths) = (try #require(sizes.layers), try #require(sizes.embed_dims))
            return tower
        }
        var vision = try #require(image as? TimmVision)
        if case .hybrid = vision.stem { vision.stem = .hybrid([8, 16, 32], depths: [2, 2]) }
        let (width, heads) = (try #require(sizes.embed_dim), try #require(sizes.num_heads))
        vision.patch = try #require(sizes.patch_size)
        vision.transformer.width = width
        vision.transformer.layers = try #require(sizes.depth)
        vision.transformer.heads = heads
        vision.transformer.hidden = Int(Double(width) * (sizes.mlp_ratio ?? 4))
        if case .attention(let own, _, let activation) = vision.pool {
            // PE's pooling has heads of its own.
            vision.pool = .attention(heads: vision.rotary == nil ? heads : own, hidden: 4 * width, activation)
        }
        return vision
    }

    /// open_clip's text towers of transformers, which are smaller here than the name says.
    @Test(arguments: ["xlm-roberta", "xlm-roberta-cls"])
    func textTowersOfTransformersAgree(_ name: String) throws {
        struct Sizes: Decodable { let width, layers, heads, hidden, vocabulary, positions: Int }
        let goldens = try goldens(name)
        let configuration = try OpenCLIPConfiguration(
            contentsOf: goldens.folder.appending(path: "open_clip_config.json"))
        var text = try #require(configuration.text as? BERTConfiguration)
        let sizes = try JSONDecoder().decode(
            Sizes.self, from: Data(contentsOf: goldens.folder.appending(path: "text.json")))
        text.transformer.width = sizes.width
        (text.transformer.layers, text.transformer.heads) = (sizes.layers, sizes.heads)
        text.transformer.hidden = sizes.hidden
        (text.vocabularySize, text.positions) = (sizes.vocabulary, sizes.positions)
        let weights = Weights(
            try TensorArchives.model(goldens.folder.appending(path: "open_clip_model.safetensors")))
        let encoder = try text.encoder(
            weights, configuration.names, dimension: configuration.dimension, padding: nil)
        _ = try configuration.image.encoder(weights, configuration.names, dimension: configuration.dimension)
        _ = try weights.scalar("logit_scale")
        try weights.checkThatAllWasRead()
        var texts = try encoder(try prompts(goldens))
        texts.normaliseRows()
        expectParity(texts, try goldens.matrix("texts"))
    }

    @Test func sigmoidModelsTellTheirBias() throws {
        let model = try CLIP(contentsOf: goldens("hf-siglip").folder, home: Home(folder: repository))
        let bias = try #require(model.logitBias)
        let weights = ClassWeights(matrix: Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]))
        let classifier = ZeroShotClassifier(weights: weights, logitScale: 2, logitBias: bias)
        let found = try #require(classifier.sigmoids(Matrix(rows: 1, columns: 2, values: [0.6, 0.8])))
        for (value, cosine) in zip(found.values, [Float(0.6), 0.8]) {
            #expect(abs(value - 1 / (1 + exp(-(2 * cosine + bias)))) < 1e-6)
        }
        let clip = try CLIP(
            contentsOf: Goldens("towers/vit", "golden.safetensors").folder, home: Home(folder: repository))
        #expect(clip.logitBias == nil)
    }
}
