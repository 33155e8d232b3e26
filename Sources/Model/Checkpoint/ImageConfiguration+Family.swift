extension ImageConfiguration {
    /// What people call the tower: "ViT-B/32", "RN50x4", "EfficientNet-Lite2"; its sizes where nobody gave it a name.
    var family: String {
        switch self {
        case .visionTransformer(let vision):
            let width = vision.transformer.width
            let layers = vision.transformer.layers
            let letter = Self.letters.first { $0.width == width && $0.layers == layers }?.letter
            return "ViT-\(letter ?? "\(layers)x\(width)")/\(vision.patch)"
        case .modifiedResNet(let network):
            let known = Self.resNets.first { $0.width == network.width && $0.layers == network.layers }
            return known?.name ?? "RN-\(network.layers.map(String.init).joined(separator: "-"))x\(network.width)"
        case .efficientNet(let network, _, _):
            let name = EfficientNetConfiguration.named.first { $0.value == network }?.key ?? ""
            let variant = name.replacing("tf_", with: "").replacing("efficientnet_", with: "")
            return "EfficientNet-\(variant.prefix(1).uppercased())\(variant.dropFirst())"
        }
    }

    /// Dosovitskiy et al. 2021, table 1; Zhai et al. 2022, table 2; open_clip's model_configs.
    private static let letters: [(letter: String, width: Int, layers: Int)] = [
        ("Ti", 192, 12), ("S", 384, 12), ("B", 768, 12), ("L", 1024, 24), ("H", 1280, 32), ("g", 1408, 40),
        ("bigG", 1664, 48),
    ]

    /// Radford et al. 2021, table 19.
    private static let resNets: [(name: String, width: Int, layers: [Int])] = [
        ("RN50", 64, [3, 4, 6, 3]), ("RN101", 64, [3, 4, 23, 3]), ("RN50x4", 80, [4, 6, 10, 6]),
        ("RN50x16", 96, [6, 8, 18, 8]), ("RN50x64", 128, [3, 15, 36, 10]),
    ]
}
