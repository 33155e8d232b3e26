/// In which numbers the layers of a transformer multiply.
public enum Precision: String, CaseIterable, Sendable {
    /// Single precision.
    case f32
    /// Whole numbers of 8 bits: weights by output, activations by token; sums, norms and attention in single precision.
    case int8

    /// What tells embeddings of this precision from those in single precision.
    package var suffix: String { self == .f32 ? "" : "-\(rawValue)" }
}
