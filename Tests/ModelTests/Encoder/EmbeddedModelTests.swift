import Foundation
import Testing

@testable import Model

/// The model in sample-data against open_clip on the same directory (scripts/goldens embedded).
@Suite struct EmbeddedModelTests {
    struct Told: Decodable {
        let files: [String]
        let texts: [String]
        let logitScale: Float
    }

    let home = Home(folder: repository)
    let model: CLIP
    let goldens: Goldens
    let told: Told

    init() throws {
        model = try CLIP(contentsOf: home.model, home: home)
        goldens = try Goldens("embedded", "embeddings.safetensors")
        told = try JSONDecoder().decode(
            Told.self, from: Data(contentsOf: goldens.folder.appending(path: "embedded.json")))
    }

    @Test func photosEmbedAsInTheReference() throws {
        let pictures = try told.files.map { try Picture(contentsOf: home.photos.appending(path: $0)) }
        expectParity(try model.embed(pictures: pictures), try goldens.matrix("images"))
    }

    @Test func promptsEmbedAsInTheReference() throws {
        expectParity(try model.embed(text: told.texts), try goldens.matrix("texts"))
    }

    @Test func theScaleIsTheModelsOwn() {
        #expect(abs(model.logitScale - told.logitScale) < 1e-3 * told.logitScale)
    }

    @Test func everyStageOfTheImageTowerAgrees() throws {
        let tower = try #require(try model.imageEncoder as? EfficientNet)
        let side = model.preprocessing.height
        var pixels = FeatureMap(images: 1, height: side, width: side, channels: 3)
        let picture = try Picture(contentsOf: home.photos.appending(path: told.files[0]))
        pixels.values.withUnsafeMutableBufferPointer { model.preprocessing.tensor(picture, into: $0) }

        var x = tower.stem(pixels, image: 0, tower.activation)
        try expectMeans(of: x, "stem")
        var scratch = MobileBlock.Scratch()
        var blocks = tower.blocks[...]
        let stages = try #require(EfficientNetConfiguration.named["tf_efficientnet_lite2"]).stages
        for (index, stage) in stages.enumerated() {
            for block in blocks.prefix(stage.repeats) { x = block(x, &scratch) }
            blocks = blocks.dropFirst(stage.repeats)
            try expectMeans(of: x, "stage\(index)")
        }
        #expect(blocks.isEmpty)
    }

    private func expectMeans(of x: FeatureMap, _ name: String) throws {
        let expected = try goldens.tensor(name)
        #expect(expected.count == x.channels)
        let scale = expected.map(abs).max() ?? 0
        for channel in 0..<x.channels {
            let sum = stride(from: channel, to: x.values.count, by: x.channels).reduce(Float(0)) { $0 + x.values[$1] }
            let mean = sum / Float(x.height * x.width)
            #expect(abs(mean - expected[channel]) <= 1e-4 * scale, "\(name), channel \(channel)")
        }
    }
}
