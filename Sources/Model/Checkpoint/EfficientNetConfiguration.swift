/// An EfficientNet that timm knows by name: how the seven stages are scaled, and the details in which the
/// families differ (timm 1.0, models/efficientnet.py, _gen_efficientnet and _gen_efficientnet_lite).
struct EfficientNetConfiguration: Sendable, Equatable {
    let widthMultiplier: Double
    let depthMultiplier: Double
    /// Lite: ReLU6, no squeeze and excite; stem, first and last stage keep their size.
    let isLite: Bool
    /// Ported from TensorFlow ("tf_"): its padding and its epsilon.
    let isTensorFlow: Bool

    static let named: [String: EfficientNetConfiguration] = [
        "tf_efficientnet_lite0": .init(1.0, 1.0, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite1": .init(1.0, 1.1, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite2": .init(1.1, 1.2, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite3": .init(1.2, 1.4, isLite: true, isTensorFlow: true),
        "tf_efficientnet_lite4": .init(1.4, 1.8, isLite: true, isTensorFlow: true),
        "efficientnet_b0": .init(1.0, 1.0, isLite: false, isTensorFlow: false),
        "tf_efficientnet_b0": .init(1.0, 1.0, isLite: false, isTensorFlow: true),
    ]

    private init(_ width: Double, _ depth: Double, isLite: Bool, isTensorFlow: Bool) {
        (widthMultiplier, depthMultiplier, self.isLite, self.isTensorFlow) = (width, depth, isLite, isTensorFlow)
    }

    struct Stage {
        let repeats: Int
        let kernel: Int
        let stride: Int
        let expansion: Int
        let channels: Int
    }

    /// Table 1 of the paper, before scaling.
    private static let baseline = [
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16),
        Stage(repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24),
        Stage(repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40),
        Stage(repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80),
        Stage(repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112),
        Stage(repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192),
        Stage(repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320),
    ]

    var stages: [Stage] {
        let stages = Self.baseline
        return stages.enumerated().map { index, stage in
            let isFixed = isLite && (index == 0 || index == stages.count - 1)
            let repeats = isFixed ? stage.repeats : Int((Double(stage.repeats) * depthMultiplier).rounded(.up))
            return Stage(
                repeats: repeats, kernel: stage.kernel, stride: stage.stride, expansion: stage.expansion,
                channels: scaled(stage.channels))
        }
    }

    var stemChannels: Int { isLite ? 32 : scaled(32) }
    var features: Int { isLite ? 1280 : scaled(1280) }
    var activation: Activation { isLite ? .relu6 : .silu }
    var padding: WindowPadding { isTensorFlow ? .same : .symmetric }
    var epsilon: Float { isTensorFlow ? 1e-3 : 1e-5 }

    /// A multiple of 8 near channels * multiplier, not below 90 % of it (timm, layers/helpers.py, make_divisible).
    private func scaled(_ channels: Int) -> Int {
        let wanted = Double(channels) * widthMultiplier
        let rounded = max(8, Int(wanted + 4) / 8 * 8)
        return Double(rounded) < 0.9 * wanted ? rounded + 8 : rounded
    }
}
