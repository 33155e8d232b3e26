import Testing

@testable import Model

@Suite struct TokenTreeTests {
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
        let tower = TextTransformer.random(seed: seed)
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
        let tower = TextTransformer.random(seed: 7)
        #expect(try tower([[0, 5, 39, 39, 1, 2]]) == tower([[0, 5, 39]]))
    }

    @Test func staleWorkEndsBetweenLayers() {
        let tower = TextTransformer.random(seed: 7)
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
