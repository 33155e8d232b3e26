/// Byte pair encoding of one word: merge by merge the pair of lowest rank, at all its places from the left, until no
/// pair of neighbours has a merge. O(n log n) in the word's length.
struct PairMerging {
    private let merges: MergeTable
    /// The id at each place, -1 where it went into the one before.
    private var ids: [Int]
    private var next: [Int]
    private var previous: [Int]
    /// Rank and place of pairs that may be merged: rank << 32 | place.
    private var queue = MinHeap()

    init(_ letters: [Int], _ merges: MergeTable) {
        self.merges = merges
        ids = letters
        next = letters.indices.map { $0 + 1 }
        previous = letters.indices.map { $0 - 1 }
    }

    /// - Returns: the ids that remain.
    mutating func callAsFunction() -> [Int] {
        for place in ids.indices { queue(place) }
        while let rank = queue.first.map({ $0 >> 32 }) {
            var merged: [Int] = []
            while let first = queue.first, first >> 32 == rank {
                let place = Int(queue.removeFirst() & 0xFFFF_FFFF)
                if merge(at: place, rank: Int(rank)) { merged.append(place) }
            }
            for place in merged {
                queue(place)
                queue(previous[place])
            }
        }
        return ids.filter { $0 >= 0 }
    }

    private func pair(at place: Int) -> MergeTable.Merge? {
        guard place >= 0, next[place] < ids.count else { return nil }
        return merges[ids[place], ids[next[place]]]
    }

    private mutating func queue(_ place: Int) {
        if let pair = pair(at: place) { queue.insert(UInt64(pair.rank) << 32 | UInt64(place)) }
    }

    /// - Returns: false where an earlier merge took one of the two.
    private mutating func merge(at place: Int, rank: Int) -> Bool {
        guard let pair = pair(at: place), pair.rank == rank else { return false }
        let taken = next[place]
        ids[place] = pair.merged
        ids[taken] = -1
        next[place] = next[taken]
        if next[place] < ids.count { previous[next[place]] = place }
        return true
    }
}
