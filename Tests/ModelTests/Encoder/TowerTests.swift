import Foundation
import Testing

@testable import Model

/// Every family and format on small checkpoints that the reference libraries wrote (scripts/goldens towers).
@Suite struct TowerTests {
    static let names = [
        "vit", "vit-quick-half", "vit-bfloat", "vit-scaled", "vit-bare", "vit-mean", "vit-mean-norm", "resnet",
        "efficientnet", "hugging-face", "hugging-face-old",
    ]

    private func model(_ name: String) throws -> (CLIP, Goldens) {
        let goldens = try Goldens("towers/\(name)", "golden.safetensors")
        return (try CLIP(contentsOf: goldens.folder, home: Home(folder: repository)), goldens)
    }

    @Test(arguments: names)
    func imagesEmbedAsInTheReference(name: String) throws {
        let (model, goldens) = try model(name)
        var embeddings = model.imageEncoder(try goldens.featureMap("pixels"))
        embeddings.normaliseRows()
        expectParity(embeddings, try goldens.matrix("images"))
    }

    @Test(arguments: names)
    func textsEmbedAsInTheReference(name: String) throws {
        let (model, goldens) = try model(name)
        let ids = try goldens.matrix("ids")
        var embeddings = try model.textEncoder((0..<ids.rows).map { ids[$0].map { Int($0) }[...] })
        embeddings.normaliseRows()
        expectParity(embeddings, try goldens.matrix("texts"))
    }

    @Test(arguments: names.filter { $0.hasPrefix("vit") || $0.hasPrefix("hugging") })
    func everyLayerOfATransformerAgrees(name: String) throws {
        let (model, goldens) = try model(name)
        let tower = try #require(model.imageEncoder as? VisionTransformer)
        var x = tower.embed(try goldens.featureMap("pixels"))
        // transformers takes its first state before the norm that stands before the layers.
        if !name.hasPrefix("hugging") { expectClose(x.values, try goldens.tensor("embed")) }
        var scratch = ResidualAttentionBlock.Scratch()
        for (index, block) in tower.blocks.enumerated() {
            block(&x, .sequences(of: tower.positionalEmbedding.rows), &scratch)
            expectClose(x.values, try goldens.tensor("block\(index)"))
        }
    }

    @Test func everyLayerOfTheResNetAgrees() throws {
        let (model, goldens) = try model("resnet")
        let tower = try #require(model.imageEncoder as? ModifiedResNet)
        let pixels = try goldens.featureMap("pixels")
        for image in 0..<pixels.images {
            var x = tower.stem(pixels, image: image)
            expectClose(x.values, try goldens.featureMap("stem").image(image))
            for (index, layer) in tower.layers.enumerated() {
                for block in layer { x = block(x) }
                expectClose(x.values, try goldens.featureMap("layer\(index)").image(image))
            }
        }
    }

    @Test func everyStageOfTheEfficientNetAgrees() throws {
        let (model, goldens) = try model("efficientnet")
        let tower = try #require(model.imageEncoder as? EfficientNet)
        let pixels = try goldens.featureMap("pixels")
        var blocks = tower.blocks[...]
        var scratch = MobileBlock.Scratch()
        var x = tower.stem(pixels, image: 1, tower.activation)
        expectClose(x.values, try goldens.featureMap("stem").image(1))
        for (index, stage) in EfficientNetConfiguration.named["efficientnet_b0"]!.stages.enumerated() {
            for block in blocks.prefix(stage.repeats) { x = block(x, &scratch) }
            blocks = blocks.dropFirst(stage.repeats)
            expectClose(x.values, try goldens.featureMap("layer\(index)").image(1))
        }
    }

    /// Equal to a ten-thousandth of the largest value.
    private func expectClose(_ found: [Float], _ expected: [Float], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        let scale = max(1, expected.map(abs).max() ?? 0)
        let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(largest <= 1e-4 * scale, sourceLocation: sourceLocation)
    }
}

extension FeatureMap {
    fileprivate func image(_ index: Int) -> [Float] {
        Array(values[index * stride..<(index + 1) * stride])
    }
}

extension Goldens {
    func featureMap(_ name: String) throws -> FeatureMap {
        let shape = try shape(name)
        var map = FeatureMap(images: shape[0], height: shape[1], width: shape[2], channels: shape[3])
        map.values = try tensor(name)
        return map
    }
}
