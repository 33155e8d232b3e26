import CKernels

/// What follows a layer's sum.
enum Activation: Sendable {
    case none, relu, relu6, silu, gelu, quickGELU, tanhGELU

    var kind: clip_activation {
        switch self {
        case .none: CLIP_SAME
        case .relu: CLIP_RELU
        case .relu6: CLIP_RELU6
        case .silu: CLIP_SILU
        case .gelu: CLIP_GELU
        case .quickGELU: CLIP_QUICK_GELU
        case .tanhGELU: CLIP_TANH_GELU
        }
    }

    /// x[row][column] = activation(x[row][column] + bias[column]), in place.
    func apply(_ x: UnsafeMutablePointer<Float>, bias: [Float], rows: Int) {
        clip_bias_activation(x, bias, rows, bias.count, kind)
    }
}
