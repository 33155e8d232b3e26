import Foundation
import Testing

@testable import Model

/// A small checkpoint of open_clip with a tower that its library builds by name: it is smaller here than the name says.
struct FamilyGolden {
    let folder: URL
    var weights: URL

    init(_ name: String) throws {
        folder = try Goldens("families/\(name)", "golden.safetensors").folder
        weights = folder.appending(path: "open_clip_model.safetensors")
    }

    /// Surveyed and then read, as a model's are.
    func towers() throws -> (image: any ImageEncoder, text: any TextEncoder) {
        let configuration = try OpenCLIPConfiguration(
            contentsOf: folder.appending(path: "open_clip_config.json"))
        let image = try smaller(configuration.image)
        let text = try smaller(configuration.text)
        let archive = try TensorArchives.model(weights)
        let padding = try Tokenizer(contentsOf: folder, contextLength: 16).padding
        func towers(isSurvey: Bool) throws -> (any ImageEncoder, any TextEncoder) {
            let weights = Weights(archive, isSurvey: isSurvey)
            let encoder = try image.encoder(weights, configuration.names, dimension: configuration.dimension)
            let text = try text.encoder(
                weights, configuration.names, dimension: configuration.dimension, padding: padding)
            _ = try weights.scalar("logit_scale")
            if archive.tensors["logit_bias"] != nil { _ = try weights.scalar("logit_bias") }
            try weights.checkThatAllWasRead()
            return (encoder, text)
        }
        _ = try towers(isSurvey: true)
        return try towers(isSurvey: false)
    }

    private struct ImageSizes: Decodable {
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

    private struct TextSizes: Decodable { let width, layers, heads, hidden, vocabulary, positions: Int }

    /// nil where no file says other sizes.
    private func sizes<Sizes: Decodable>(_ file: String) throws -> Sizes? {
        let file = folder.appending(path: file)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try JSONDecoder().decode(Sizes.self, from: Data(contentsOf: file))
    }

    private func smaller(_ image: any ImageConfiguration) throws -> any ImageConfiguration {
        guard let sizes: ImageSizes = try sizes("tower.json") else { return image }
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

    private func smaller(_ text: any TextTowerConfiguration) throws -> any TextTowerConfiguration {
        guard let sizes: TextSizes = try sizes("text.json") else { return text }
        var text = try #require(text as? BERTConfiguration)
        text.transformer.width = sizes.width
        (text.transformer.layers, text.transformer.heads) = (sizes.layers, sizes.heads)
        text.transformer.hidden = sizes.hidden
        (text.vocabularySize, text.positions) = (sizes.vocabulary, sizes.positions)
        return text
    }
}
