/// How a window is laid over the edges.
enum WindowPadding: Sendable {
    /// Windows lie inside the image.
    case none
    /// (kernel - 1) / 2 zeros on each side, as torch pads.
    case symmetric
    /// TensorFlow's "SAME": as few zeros as the stride needs, the odd one at the end.
    case same

    /// The number of windows along a side, and the zeros before the first element.
    func outputs(_ size: Int, kernel: Int, stride: Int) -> (count: Int, before: Int) {
        switch self {
        case .none: return ((size - kernel) / stride + 1, 0)
        case .symmetric:
            let padding = (kernel - 1) / 2
            return ((size + 2 * padding - kernel) / stride + 1, padding)
        case .same:
            let count = (size + stride - 1) / stride
            return (count, max(0, (count - 1) * stride + kernel - size) / 2)
        }
    }
}
