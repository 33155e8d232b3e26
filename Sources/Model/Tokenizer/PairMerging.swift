/// Byte pair encoding of one word: merge by merge the pair of lowest rank, until no pair of neighbours has a merge.
/// O(n log n) in the word's length.
///
/// CLIP's own code merges a pair at all its places from the left, and only then looks for pairs that this made. Hugging
/// Face's library (tokenizers/src/models/bpe/word.rs, merge_all) looks for them after each place, and a place that waits
/// in its queue is still good where the pair there makes the same token by another merge.
struct PairMerging {
    private let merges: MergeTable
    /// The id at each place, -1 where it went into the one before.
    private var ids: [Int]
    private var next: [Int]
    private var previous: [Int]
    /// Rank and place of pairs that may be merged: rank << 32 | place.
    private var queue = MinHeap()
    /// What each rank makes, for Hugging Face's order; nil for CLIP's.
    private let merged: [Int32]?

    init(_ letters: [Int], _ merges: MergeTable, merged: [Int32]? = nil) {
        (self.merges, self.merged) = (merges, merged)
        ids = letters
        next = letters.indices.map { $0 + 1 }
        previous = letters.indices.map { $0 - 1 }
    }

    /// - Returns: the ids that remain.
    mutating func callAsFunction() -> [Int] {
        for place in ids.indices { queue(place) }
        if let merged { return placeByPlace(merged) }
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

    private mutating func placeByPlace(_ merged: [Int32]) -> [Int] {
        while !queue.isEmpty {
            let first = queue.removeFirst()
            let place = Int(first & 0xFFFF_FFFF)
            guard ids[place] >= 0, let pair = pair(at: place), pair.merged == Int(merged[Int(first >> 32)]) else {
                continue
            }
            merge(place, into: pair.merged)
            queue(previous[place])
            queue(place)
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
        merge(place, into: pair.merged)
        return true
    }

    private mutating func merge(_ place: Int, into merged: Int) {
        let taken = next[place]
        ids[place] = merged
        ids[taken] = -1
        next[place] = next[taken]
        if next[place] < ids.count { previous[next[place]] = place }
    }
}

/// A binary heap with its least element first.
struct MinHeap {
    private var elements: [UInt64] = []

    var first: UInt64? { elements.first }
    var isEmpty: Bool { elements.isEmpty }

    mutating func insert(_ element: UInt64) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[(child - 1) / 2] > elements[child] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> UInt64 {
        elements.swapAt(0, elements.count - 1)
        let first = elements.removeLast()
        var parent = 0
        while 2 * parent + 1 < elements.count {
            var child = 2 * parent + 1
            if child + 1 < elements.count, elements[child + 1] < elements[child] { child += 1 }
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(child, parent)
            parent = child
        }
        return first
    }
}
