/// An image tower of one of the kinds that are built in.
enum ImageConfiguration: Sendable {
    case visionTransformer(VisionConfiguration)
    case modifiedResNet(ResNetConfiguration)
    /// `hasMLP`: open_clip's head of two layers, else one; `hasBias`: of its last layer.
    case efficientNet(EfficientNetConfiguration, hasMLP: Bool, hasBias: Bool)

    /// The only size of pictures that it takes; nil where it takes any.
    var inputSize: (height: Int, width: Int)? {
        switch self {
        case .visionTransformer(let vision): (vision.imageHeight, vision.imageWidth)
        case .modifiedResNet(let network): (network.imageSize, network.imageSize)
        case .efficientNet: nil
        }
    }

    var isTransformer: Bool {
        if case .visionTransformer = self { true } else { false }
    }

    /// - Throws: `CheckpointError`
    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        switch self {
        case .visionTransformer(let configuration):
            try VisionTransformer(weights, names, configuration, dimension: dimension)
        case .modifiedResNet(let configuration):
            try ModifiedResNet(weights, prefix: "visual.", configuration, dimension: dimension)
        case .efficientNet(let configuration, let hasMLP, let hasBias):
            try EfficientNet(
                weights, configuration, trunk: "visual.trunk.",
                head: try EfficientNet.Head(
                    weights, features: configuration.features, dimension: dimension, hasMLP: hasMLP, hasBias: hasBias))
        }
    }
}

extension EfficientNet.Head {
    /// open_clip's names: head.proj, or head.mlp.fc1 and fc2 with twice the embedding between them.
    init(_ weights: Weights, features: Int, dimension: Int, hasMLP: Bool, hasBias: Bool) throws {
        guard hasMLP else {
            self = .linear(
                try weights.linear("visual.head.proj", inputs: features, outputs: dimension, hasBias: hasBias).packed())
            return
        }
        self = .mlp(
            try weights.linear("visual.head.mlp.fc1", inputs: features, outputs: 2 * dimension).packed(),
            try weights.linear("visual.head.mlp.fc2", inputs: 2 * dimension, outputs: dimension, hasBias: hasBias)
                .packed())
    }
}
