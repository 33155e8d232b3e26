/// A model that open_clip knows by name (model_configs), for a file of weights that says nothing of itself: sizes, heads,
/// GELU or QuickGELU.
package struct Architecture: Sendable {
    package let name: String
    let configuration: OpenAIConfiguration

    /// - Parameter name: "ViT-B-32", or "ViT-B/32"; "-quickgelu" at its end as in open_clip.
    /// - Throws: `CheckpointError.unknownArchitecture`
    package init(named name: String) throws {
        let wanted = name.replacing("/", with: "-").lowercased()
        let suffix = "-quickgelu"
        let isQuick = wanted.hasSuffix(suffix)
        let base = isQuick ? String(wanted.dropLast(suffix.count)) : wanted
        let activation: Activation = isQuick ? .quickGELU : .gelu
        if let row = Self.transformers.first(where: { $0.name.lowercased() == base }) {
            self.name = row.name + (isQuick ? suffix : "")
            configuration = row.configuration(activation)
        } else if let row = Self.resNets.first(where: { $0.name.lowercased() == base }) {
            self.name = row.name + (isQuick ? suffix : "")
            configuration = row.configuration(activation)
        } else {
            throw CheckpointError.unknownArchitecture(name, nearest: Spelling.nearest(to: wanted, among: Self.names))
        }
    }

    static let examples = ["ViT-B-32", "ViT-B-32-quickgelu", "ViT-L-14", "ViT-H-14", "RN50"]

    private static var names: [String] {
        let names = transformers.map(\.name) + resNets.map(\.name)
        return names + names.map { $0 + "-quickgelu" }
    }

    /// The text towers of both have heads of 64 and four times their width between the layers.
    private static func text(width: Int, layers: Int, _ activation: Activation) -> TextConfiguration {
        var text = TextConfiguration()
        text.transformer = TransformerConfiguration(
            width: width, layers: layers, heads: width / 64, hidden: 4 * width, activation: activation)
        return text
    }

    private struct VisionTransformerRow {
        let name: String
        let image: Int
        let patch: Int
        let width: Int
        let layers: Int
        var head = 64
        /// Four times the width where it is nil.
        var hidden: Int?
        let dimension: Int
        let textWidth: Int
        var textLayers = 12
        var hasLayerScale = false

        func configuration(_ activation: Activation) -> OpenAIConfiguration {
            var vision = VisionConfiguration()
            (vision.imageHeight, vision.imageWidth, vision.patch) = (image, image, patch)
            vision.transformer = TransformerConfiguration(
                width: width, layers: layers, heads: width / head, hidden: hidden ?? 4 * width, activation: activation,
                hasLayerScale: hasLayerScale)
            return OpenAIConfiguration(
                dimension: dimension, image: vision, imageSize: image,
                text: text(width: textWidth, layers: textLayers, activation))
        }
    }

    private struct ResNetRow {
        let name: String
        let image: Int
        let width: Int
        let layers: [Int]
        let dimension: Int
        let textWidth: Int

        func configuration(_ activation: Activation) -> OpenAIConfiguration {
            let network = ResNetConfiguration(imageSize: image, width: width, layers: layers, heads: width * 32 / 64)
            return OpenAIConfiguration(
                dimension: dimension, image: network, imageSize: image,
                text: text(width: textWidth, layers: 12, activation))
        }
    }

    private static let transformers: [VisionTransformerRow] = [
        .init(
            name: "ViT-S-32-alt", image: 224, patch: 32, width: 384, layers: 12, dimension: 256, textWidth: 256,
            textLayers: 10),
        .init(
            name: "ViT-S-16-alt", image: 224, patch: 16, width: 384, layers: 12, dimension: 256, textWidth: 256,
            textLayers: 10),
        .init(name: "ViT-S-32", image: 224, patch: 32, width: 384, layers: 12, dimension: 384, textWidth: 384),
        .init(name: "ViT-S-16", image: 224, patch: 16, width: 384, layers: 12, dimension: 384, textWidth: 384),
        .init(name: "ViT-M-32-alt", image: 224, patch: 32, width: 512, layers: 12, dimension: 384, textWidth: 384),
        .init(
            name: "ViT-M-16-alt", image: 224, patch: 16, width: 512, layers: 12, dimension: 384, textWidth: 384,
            hasLayerScale: true),
        .init(name: "ViT-M-32", image: 224, patch: 32, width: 512, layers: 12, dimension: 512, textWidth: 512),
        .init(name: "ViT-M-16", image: 224, patch: 16, width: 512, layers: 12, dimension: 512, textWidth: 512),
        .init(name: "ViT-B-32", image: 224, patch: 32, width: 768, layers: 12, dimension: 512, textWidth: 512),
        .init(name: "ViT-B-32-256", image: 256, patch: 32, width: 768, layers: 12, dimension: 512, textWidth: 512),
        .init(name: "ViT-B-16", image: 224, patch: 16, width: 768, layers: 12, dimension: 512, textWidth: 512),
        .init(name: "ViT-B-32-plus-256", image: 256, patch: 32, width: 896, layers: 12, dimension: 640, textWidth: 640),
        .init(name: "ViT-B-16-plus", image: 224, patch: 16, width: 896, layers: 12, dimension: 640, textWidth: 640),
        .init(name: "ViT-B-16-plus-240", image: 240, patch: 16, width: 896, layers: 12, dimension: 640, textWidth: 640),
        .init(name: "ViT-L-14", image: 224, patch: 14, width: 1024, layers: 24, dimension: 768, textWidth: 768),
        .init(name: "ViT-L-14-280", image: 280, patch: 14, width: 1024, layers: 24, dimension: 768, textWidth: 768),
        .init(name: "ViT-L-14-336", image: 336, patch: 14, width: 1024, layers: 24, dimension: 768, textWidth: 768),
        .init(name: "ViT-L-16", image: 224, patch: 16, width: 1024, layers: 24, dimension: 768, textWidth: 768),
        .init(name: "ViT-L-16-320", image: 320, patch: 16, width: 1024, layers: 24, dimension: 768, textWidth: 768),
        .init(
            name: "ViT-H-14", image: 224, patch: 14, width: 1280, layers: 32, head: 80, dimension: 1024,
            textWidth: 1024,
            textLayers: 24),
        .init(
            name: "ViT-H-14-378", image: 378, patch: 14, width: 1280, layers: 32, head: 80, dimension: 1024,
            textWidth: 1024, textLayers: 24),
        .init(
            name: "ViT-H-16", image: 224, patch: 16, width: 1280, layers: 32, head: 80, dimension: 1024,
            textWidth: 1024,
            textLayers: 24),
        .init(
            name: "ViT-g-14", image: 224, patch: 14, width: 1408, layers: 40, head: 88, hidden: 6144, dimension: 1024,
            textWidth: 1024, textLayers: 24),
        .init(
            name: "ViT-bigG-14", image: 224, patch: 14, width: 1664, layers: 48, head: 104, hidden: 8192,
            dimension: 1280,
            textWidth: 1280, textLayers: 32),
        .init(
            name: "ViT-e-14", image: 224, patch: 14, width: 1792, layers: 56, head: 112, hidden: 15360, dimension: 1280,
            textWidth: 1280, textLayers: 36),
    ]

    private static let resNets: [ResNetRow] = [
        .init(name: "RN50", image: 224, width: 64, layers: [3, 4, 6, 3], dimension: 1024, textWidth: 512),
        .init(name: "RN101", image: 224, width: 64, layers: [3, 4, 23, 3], dimension: 512, textWidth: 512),
        .init(name: "RN50x4", image: 288, width: 80, layers: [4, 6, 10, 6], dimension: 640, textWidth: 640),
        .init(name: "RN50x16", image: 384, width: 96, layers: [6, 8, 18, 8], dimension: 768, textWidth: 768),
        .init(name: "RN50x64", image: 448, width: 128, layers: [3, 15, 36, 10], dimension: 1024, textWidth: 1024),
    ]
}
