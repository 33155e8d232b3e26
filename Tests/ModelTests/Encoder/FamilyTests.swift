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

    @Test(arguments: named)
    func towersThatTimmNamesAgree(_ name: String) throws {
        let goldens = try goldens(name)
        let (encoder, text) = try FamilyGolden(name).towers()
        var images = encoder(try goldens.featureMap("pixels"))
        images.normaliseRows()
        expectParity(images, try goldens.matrix("images"))
        var texts = try text(try prompts(goldens))
        texts.normaliseRows()
        expectParity(texts, try goldens.matrix("texts"))
        #expect(!encoder.products(images: 2, height: 32, width: 32).isEmpty)
    }

    @Test(arguments: ["xlm-roberta", "xlm-roberta-cls"])
    func textTowersOfTransformersAgree(_ name: String) throws {
        let goldens = try goldens(name)
        var texts = try FamilyGolden(name).towers().text(try prompts(goldens))
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
