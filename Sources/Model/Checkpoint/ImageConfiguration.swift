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
