import Testing

@testable import Model

/// Prompts begin with 0 and end with 39, the highest token of the small tower.
@Suite struct KeyValueCacheTests {
    private let tower = TextTransformer.random(seed: 3)

    private func encode(_ prompts: [[Int]], _ cache: KeyValueCache?) throws -> Matrix {
        var embeddings = try tower.onAllCores(prompts, reusing: cache, isCancelled: { false })
        embeddings.normaliseRows()
        return embeddings
    }

    private func difference(_ one: Matrix, _ other: Matrix) -> Float {
        zip(one.values, other.values).map { abs($0 - $1) }.max() ?? 0
    }

    /// What somebody types: classes in the middle of a template of which a token changes, comes or goes.
    @Test(arguments: 0..<10)
    func editsGiveWhatTheyGiveWithoutIt(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Room for some of the edits: it forgets on the way.
        let cache = KeyValueCache(limit: 3 * 2 * 32 * 150)
        let classes = (0..<12).map { [1 + $0, 20 + $0 % 3] }
        var (before, after) = ([4, 5, 6], [7, 8, 9, 10])
        for _ in 0..<40 {
            let token = Int.random(in: 1...38, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: before[Int.random(in: 0..<before.count, using: &random)] = token
            case 1: after[Int.random(in: 0..<after.count, using: &random)] = token
            case 2: if after.count < 8 { after.append(token) }
            default: if after.count > 2 { after.removeLast() }
            }
            let prompts = classes.map { [0] + before + $0 + after + [39] }
            #expect(difference(try encode(prompts, cache), try encode(prompts, nil)) < 1e-5)
        }
    }

    @Test func onlyWhatFollowsTheEditIsEncoded() throws {
        let cache = KeyValueCache()
        _ = try encode([[0, 1, 2, 3, 39], [0, 1, 4, 3, 39]], cache)
        cache.lend { contents in
            let prompts: [ArraySlice<Int>] = [[0, 1, 2, 3, 5, 39], [0, 1, 4, 6, 39]]
            #expect(contents?.begin(prompts) == [4, 3])
            let tree = TokenTree(prompts, cache: &contents)
            #expect(tree.tokens == [5, 39, 6, 39])
            #expect(tree.positions == [4, 5, 3, 4])
            contents?.drop(tree)
        }
    }

    @Test func theLastTokenIsAlwaysEncoded() throws {
        let cache = KeyValueCache()
        let prompts = [[0, 1, 2, 39], [0, 1, 39]]
        let first = try encode(prompts, cache)
        #expect(difference(try encode(prompts, cache), first) < 1e-6)
        #expect(cache.lend { $0?.begin([[0, 1, 2, 39]]) } == [3])
    }

    @Test func aCallThatWasGivenUpLeavesNothing() throws {
        let cache = KeyValueCache()
        #expect(throws: CancellationError.self) {
            try tower.onAllCores([[0, 1, 2, 39]], reusing: cache, isCancelled: { true })
        }
        #expect(cache.lend { $0?.begin([[0, 1, 2, 39]]) } == [0])
        #expect(difference(try encode([[0, 1, 2, 39]], cache), try encode([[0, 1, 2, 39]], nil)) < 1e-6)
    }

    @Test func whoFindsItLentOrTooSmallGoesWithout() throws {
        let prompts = (1..<30).map { [0, $0, 39] }
        let plain = try encode(prompts, nil)
        let cache = KeyValueCache()
        try cache.lend { contents in
            #expect(contents != nil)
            let alone = try encode(prompts, cache)
            #expect(difference(alone, plain) < 1e-6)
        }
        #expect(cache.lend { $0?.begin([[0, 1, 39]]) } == [0])
        let small = KeyValueCache(limit: 3 * 2 * 32 * 8)
        #expect(difference(try encode(prompts, small), plain) < 1e-6)
        #expect(small.lend { $0?.begin([[0, 1, 39]]) } == [0])
    }
}
