/// An image tower as a configuration describes it. Each kind is a type of its own that says all there is to say of it.
protocol ImageConfiguration: Sendable {
    /// What people call the tower: "ViT-B/32", "RN50x4", "EfficientNet-Lite2"; its sizes where nobody gave it a name.
    var family: String { get }
    /// The only size of pictures that it takes; nil where it takes any.
    var inputSize: (height: Int, width: Int)? { get }
    /// Whether its layers multiply in the precision that is asked for.
    var isTransformer: Bool { get }

    /// - Throws: `CheckpointError`
    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder
}

extension VisionConfiguration: ImageConfiguration {
    var inputSize: (height: Int, width: Int)? { (imageHeight, imageWidth) }
    var isTransformer: Bool { true }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        try VisionTransformer(weights, names, self, dimension: dimension)
    }
}

extension ResNetConfiguration: ImageConfiguration {
    var inputSize: (height: Int, width: Int)? { (imageSize, imageSize) }
    var isTransformer: Bool { false }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        try ModifiedResNet(weights, prefix: "visual.", self, dimension: dimension)
    }
}

/// An EfficientNet with the head that open_clip puts on it.
struct EfficientNetTower: ImageConfiguration {
    let network: EfficientNetConfiguration
    let head: TimmHeadConfiguration

    /// - Returns: nil where it is no EfficientNet.
    init?(_ tower: TimmTower) throws {
        guard let network = EfficientNetConfiguration.named[tower.name] else { return nil }
        try tower.check(pools: ["", "avg"], heads: [.linear, .mlp])
        self.init(network: network, head: tower.head)
    }

    init(network: EfficientNetConfiguration, head: TimmHeadConfiguration) {
        (self.network, self.head) = (network, head)
    }

    var inputSize: (height: Int, width: Int)? { nil }
    var isTransformer: Bool { false }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        try EfficientNet(
            weights, network, trunk: "visual.trunk.",
            head: head.layers(weights, features: network.features, dimension: dimension))
    }
}

extension VisionConfiguration {
    var family: String {
        "ViT-\(Self.letter(width: transformer.width, layers: transformer.layers))/\(patch)"
    }

    /// "B" of its width and number of layers; both where nobody gave it a letter.
    static func letter(width: Int, layers: Int) -> String {
        letters.first { $0.width == width && $0.layers == layers }?.letter ?? "\(layers)x\(width)"
    }

    /// Dosovitskiy et al. 2021, table 1; Zhai et al. 2022, table 2; open_clip's model_configs; Alabdulmohsin et al. 2023
    /// (SO400M); timm's names (T, gopt).
    private static let letters: [(letter: String, width: Int, layers: Int)] = [
        ("Ti", 192, 12), ("S", 384, 12), ("M", 512, 12), ("B", 768, 12), ("L", 1024, 24), ("H", 1280, 32),
        ("g", 1408, 40), ("bigG", 1664, 48), ("SO400M", 1152, 27), ("gopt", 1536, 40), ("E", 1792, 64), ("G", 1536, 50),
    ]
}

extension ResNetConfiguration {
    var family: String {
        let known = Self.known.first { $0.width == width && $0.layers == layers }
        return known?.name ?? "RN-\(layers.map(String.init).joined(separator: "-"))x\(width)"
    }

    /// Radford et al. 2021, table 19.
    private static let known: [(name: String, width: Int, layers: [Int])] = [
        ("RN50", 64, [3, 4, 6, 3]), ("RN101", 64, [3, 4, 23, 3]), ("RN50x4", 80, [4, 6, 10, 6]),
        ("RN50x16", 96, [6, 8, 18, 8]), ("RN50x64", 128, [3, 15, 36, 10]),
    ]
}

extension EfficientNetTower {
    var family: String {
        let name = EfficientNetConfiguration.named.first { $0.value == network }?.key ?? ""
        let variant = name.replacing("tf_", with: "").replacing("efficientnet_", with: "")
        return "EfficientNet-\(variant.prefix(1).uppercased())\(variant.dropFirst())"
    }
}
