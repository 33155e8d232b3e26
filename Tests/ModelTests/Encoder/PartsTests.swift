import Testing

@testable import Model

/// How prompts that share nothing are dealt to the cores.
@Suite struct PartsTests {
    @Test(arguments: [(8, 37, 2), (8, 1, 4), (8, 1000, 3), (64, 130, 2), (8, 16, 2), (8, 17, 16)])
    func everyCoreGetsAsMuchAsTheOthers(most: Int, count: Int, cores: Int) {
        let parts = BidirectionalTextTransformer.parts(of: most, count: count, cores: cores)
        #expect(parts.flatMap { Array($0) } == Array(0..<count))
        #expect(parts.allSatisfy { (1...most).contains($0.count) })
        #expect(parts.map(\.count).max()! - parts.map(\.count).min()! <= 1)
        #expect(parts.count % cores == 0 || parts.count == count)
    }

    @Test func noPromptsMakeNoParts() {
        #expect(BidirectionalTextTransformer.parts(of: 8, count: 0, cores: 2).isEmpty)
    }
}
