import Foundation
import Testing

@testable import Model

/// int8 against f32: the same model, near embeddings, another place in the cache.
@Suite struct PrecisionTests {
    private let home = Home(folder: repository)

    private func lowestCosine(_ a: Matrix, _ b: Matrix) -> Double {
        PrecisionBenchmark.Cosines(a, b).lowest
    }

    @Test(arguments: ["vit", "vit-quick-half", "vit-mean", "hugging-face"])
    func embeddingsStayNear(name: String) throws {
        let goldens = try Goldens("towers/\(name)", "golden.safetensors")
        try goldens.withWeightsInflated { folder in
            let model = try CLIP(contentsOf: folder, home: home, precision: .int8)
            let encoder = try model.imageEncoder
            var images = encoder(try goldens.featureMap("pixels"))
            images.normaliseRows()
            #expect(lowestCosine(images, try goldens.matrix("images")) >= 0.995)
            let ids = try goldens.matrix("ids")
            var texts = try model.textEncoder((0..<ids.rows).map { ids[$0].map { Int($0) }[...] })
            texts.normaliseRows()
            #expect(lowestCosine(texts, try goldens.matrix("texts")) >= 0.995)
        }
    }

    @Test func theFingerprintTellsThePrecision() throws {
        let folder = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit")
        let exact = try CLIP(contentsOf: folder, home: home)
        let fast = try CLIP(contentsOf: folder, home: home, precision: .int8)
        #expect(fast.fingerprint == exact.fingerprint + "-int8")
        #expect(EmbeddingSpace(fast).model != EmbeddingSpace(exact).model)
        #expect(fast.warnings.isEmpty)
    }

    @Test func imagesOfANetworkThatIsNoTransformerStayAsTheyAre() throws {
        let exact = try CLIP(contentsOf: home.model, home: home)
        let fast = try CLIP(contentsOf: home.model, home: home, precision: .int8)
        #expect(fast.fingerprint != exact.fingerprint)
        #expect(EmbeddingSpace(fast).model == EmbeddingSpace(exact).model)
        #expect(fast.warnings == ["EfficientNet-Lite2 is no transformer: images are embedded in f32, texts in int8"])
        let prompts = ["a photo of a cat.", "a painting of the sea", "a small grey bird on a wire in the rain"]
        // Lower than a transformer's 0.995: its one layer reads sums of loud tokens.
        let lowest = lowestCosine(try fast.embed(text: prompts), try exact.embed(text: prompts))
        #expect(lowest >= 0.99, "\(lowest)")
    }
}
