import Foundation

/// exp(x) / sum of exp(x), safe for large x.
func softmax(_ logits: [Float]) -> [Float] {
    let highest = logits.max() ?? 0
    let powers = logits.map { exp($0 - highest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
}
