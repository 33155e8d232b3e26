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
        return try goldens.withWeightsInflated {
            (try CLIP(contentsOf: $0, home: Home(folder: repository)), goldens)
        }
    }

    @Test(arguments: names)
    func imagesEmbedAsInTheReference(name: String) throws {
        let (model, goldens) = try model(name)
        let encoder = try model.imageEncoder
        var embeddings = encoder(try goldens.featureMap("pixels"))
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
        let tower = try #require(try model.imageEncoder as? VisionTransformer)
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
        let tower = try #require(try model.imageEncoder as? ModifiedResNet)
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
        let tower = try #require(try model.imageEncoder as? EfficientNet)
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

    @Test(arguments: ["openai-vit", "openai-resnet"], ["script.pt", "state.pt"])
    func sizesOfOpenAIsFilesAreToldByTheirShapes(name: String, file: String) throws {
        let goldens = try Goldens("towers/\(name)", "golden.safetensors")
        let archive = try TensorArchives.open(goldens.folder.appending(path: file))
        let configuration = try OpenAIConfiguration(archive)
        let weights = Weights(archive)
        let names = TensorNames.openAI()
        let text = try TextTransformer(weights, names, configuration.text, dimension: configuration.dimension)
        let image = try configuration.image.encoder(weights, names, dimension: configuration.dimension)
        _ = try weights.scalar(names.logitScale)
        weights.ignore { OpenAIConfiguration.notes.contains($0) }
        try weights.checkThatAllWasRead()

        var images = image(try goldens.featureMap("pixels"))
        images.normaliseRows()
        expectParity(images, try goldens.matrix("images"))
        let ids = try goldens.matrix("ids")
        var texts = try text((0..<ids.rows).map { ids[$0].map { Int($0) }[...] })
        texts.normaliseRows()
        expectParity(texts, try goldens.matrix("texts"))
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
    /// The folder itself, or a copy in which a compressed file of weights is whole.
    func withWeightsInflated<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let files = FileManager.default
        let weights = "open_clip_model.safetensors"
        let compressed = folder.appending(path: weights + ".gz")
        guard files.fileExists(atPath: compressed.path) else { return try body(folder) }
        let copy = files.temporaryDirectory.appending(path: UUID().uuidString)
        try files.copyItem(at: folder, to: copy)
        defer { try? files.removeItem(at: copy) }
        try Data(GzipFile.contents(of: FilePath(compressed))).write(to: copy.appending(path: weights))
        return try body(copy)
    }

    func featureMap(_ name: String) throws -> FeatureMap {
        let shape = try shape(name)
        var map = FeatureMap(images: shape[0], height: shape[1], width: shape[2], channels: shape[3])
        map.values = try tensor(name)
        return map
    }
}
