import Testing

@testable import Model

@Suite struct RecentlyUsedTests {
    @Test func whatWasNotAskedForTheLongestGoesFirst() {
        var cache = RecentlyUsed<String, Int>(limit: 3)
        for (value, key) in ["a", "b", "c"].enumerated() { cache.insert(value, for: key, cost: 1) }
        #expect(cache["a"] == 0)
        cache.insert(3, for: "d", cost: 1)
        #expect(cache["b"] == nil)
        #expect(cache["a"] == 0 && cache["c"] == 2 && cache["d"] == 3)
    }

    @Test func theNewestStaysWhateverItCosts() {
        var cache = RecentlyUsed<String, Int>(limit: 3)
        cache.insert(1, for: "small", cost: 1)
        cache.insert(2, for: "large", cost: 10)
        #expect(cache["small"] == nil && cache["large"] == 2)
    }

    @Test func aKeyThatIsPutAgainCostsOnce() {
        var cache = RecentlyUsed<String, Int>(limit: 3)
        for value in 1...5 { cache.insert(value, for: "a", cost: 2) }
        cache.insert(0, for: "b", cost: 1)
        #expect(cache["a"] == 5 && cache["b"] == 0)
    }
}
