import Testing

@testable import Model

@Suite struct TokenTreeTests {
    /// A small tower with random weights: width 32, 2 heads, 3 layers, a vocabulary of 40.
    private func tower(seed: UInt64) -> TextTransformer {
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

    /// Prompts that share beginnings, as those of an ensemble do; 39 ends each.
    private func prompts(_ random: inout SeededGenerator) -> [ArraySlice<Int>] {
        var prompts: [[Int]] = [[0, 39]]
        for _ in 0..<60 {
            let stem = prompts.randomElement(using: &random)!.dropLast()
            let kept = Array(stem.prefix(Int.random(in: 1...10, using: &random)))
            let own = (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 1...38, using: &random) }
            prompts.append(kept + own + [39])
        }
        return prompts.map { $0[...] }
    }

    @Test(arguments: 0..<20)
    func sharingChangesNothing(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tower = tower(seed: seed)
        let prompts = prompts(&random)
        var shared = try tower(prompts)
        let one = try prompts.flatMap { try tower([$0], isSharing: false).values }
        var alone = Matrix(rows: prompts.count, columns: 24, values: one)
        shared.normaliseRows()
        alone.normaliseRows()
        let largest = zip(shared.values, alone.values).map { abs($0 - $1) }.max()!
        #expect(largest < 1e-5)
    }

    @Test func whatPromptsShareStandsOnce() {
        let tree = TokenTree([[1, 2, 3, 9], [1, 2, 4, 9], [1, 2, 3, 9]])
        #expect(tree.tokens == [1, 2, 3, 9, 4, 9])
        #expect(tree.positions == [0, 1, 2, 3, 2, 3])
        #expect(tree.ends == [3, 5, 3])
    }

    @Test func nothingAfterTheEndIsComputed() throws {
        let tower = tower(seed: 7)
        #expect(try tower([[0, 5, 39, 39, 1, 2]]) == tower([[0, 5, 39]]))
    }

    @Test func staleWorkEndsBetweenLayers() {
        let tower = tower(seed: 7)
        #expect(throws: CancellationError.self) { try tower([[0, 39]], isCancelled: { true }) }
        var questions = 0
        #expect(throws: CancellationError.self) {
            try tower([[0, 5, 39]]) {
                questions += 1
                return questions == 2
            }
        }
        #expect(questions == 2, "nothing more is asked, and no third layer computed")
    }
}
