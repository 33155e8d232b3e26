/// A cache that forgets what was not asked for the longest.
package struct RecentlyUsed<Key: Hashable, Value> {
    private var entries: [Key: (value: Value, cost: Int, used: Int)] = [:]
    private var clock = 0
    private var cost = 0
    private let limit: Int

    /// - Parameter limit: of the summed costs; the newest value stays, whatever it costs.
    package init(limit: Int) {
        self.limit = limit
    }

    package subscript(key: Key) -> Value? {
        mutating get {
            guard let value = entries[key]?.value else { return nil }
            clock += 1
            entries[key]?.used = clock
            return value
        }
    }

    package func contains(_ key: Key) -> Bool { entries[key] != nil }

    package mutating func insert(_ value: Value, for key: Key, cost: Int) {
        clock += 1
        self.cost += cost - (entries[key]?.cost ?? 0)
        entries[key] = (value, cost, clock)
        while self.cost > limit, entries.count > 1,
            let oldest = entries.min(by: { $0.value.used < $1.value.used })
        {
            self.cost -= oldest.value.cost
            entries[oldest.key] = nil
        }
    }
}
