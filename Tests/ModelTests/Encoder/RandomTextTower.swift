@testable import Model

extension TextTransformer {
    /// A small tower with random weights: width 32, 2 heads, 3 layers, a vocabulary of 40, a context of 16.
    static func random(seed: UInt64) -> TextTransformer {
        var random = SeededGenerator(seed: seed)
        func linear(_ inputs: Int, _ outputs: Int) -> Linear {
            Linear(weight: random.matrix(outputs, inputs, 0.3), bias: random.floats(outputs, -0.1...0.1))
        }
        func norm() -> LayerNorm { LayerNorm(weight: random.floats(32), bias: random.floats(32)) }
        return TextTransformer(
            tokenEmbedding: random.matrix(40, 32),
            positionalEmbedding: random.matrix(16, 32),
            blocks: (0..<3).map { _ in
                ResidualAttentionBlock(
                    ln1: norm(), inProjection: linear(32, 96), outProjection: linear(32, 32), ln2: norm(),
                    fc: linear(32, 128), projection: linear(128, 32), heads: 2, activation: .quickGELU)
            },
            lnFinal: norm(), textProjection: linear(32, 24), pooling: .highestToken)
    }
}
