import Synchronization

/// Byte pair encoding of one word: its bytes as letters, the last one ending the word, then merge by merge the pair
/// of lowest rank until none is left. Words that were met before are remembered.
final class WordEncoder: Sendable {
    /// The id of each byte's letter, inside a word and at its end.
    private let inner: [Int]
    private let final: [Int]
    private let merges: MergeTable
    private let specialTokens: [SpecialToken: Int]
    private let cache: Mutex<WordCache>

    /// - Parameter vocabulary: holds all letters and special tokens.
    /// - Throws: `Vocabulary.Fault`
    init(_ vocabulary: borrowing Vocabulary, _ merges: MergeTable) throws {
        inner = try ByteLetters.all.map { try vocabulary.requiredID(of: $0) }
        final = try ByteLetters.all.map { try vocabulary.requiredID(of: $0 + ByteLetters.endOfWord) }
        var specialTokens: [SpecialToken: Int] = [:]
        for token in SpecialToken.allCases { specialTokens[token] = try vocabulary.requiredID(of: Array(token.utf8)) }
        self.merges = merges
        self.specialTokens = specialTokens
        cache = Mutex(WordCache(specialTokens))
    }

    func id(of token: SpecialToken) -> Int { specialTokens[token]! }

    /// Runs `body` with the memory of words, which it alone holds meanwhile.
    func withCache(_ body: (inout WordCache) -> Void) {
        cache.withLock { body(&$0) }
    }

    /// Appends the ids of a word, given in UTF-8.
    func append(_ word: ArraySlice<UInt8>, to ids: inout [Int], cache: inout WordCache) {
        guard let key = WordCache.Key(word) else { return ids += encode(word) }
        if cache.append(key, to: &ids) { return }
        let encoded = encode(word)
        cache.insert(key, encoded, specialTokens)
        ids += encoded
    }

    private func encode(_ word: ArraySlice<UInt8>) -> [Int] {
        var ids = word.map { inner[Int($0)] }
        ids[ids.count - 1] = final[Int(word[word.endIndex - 1])]
        while let best = lowestRank(in: ids) {
            // Every occurrence of the pair, from the left.
            var read = 0, write = 0
            while read < ids.count {
                if read + 1 < ids.count, ids[read] == best.left, ids[read + 1] == best.right {
                    ids[write] = best.merged
                    read += 2
                } else {
                    ids[write] = ids[read]
                    read += 1
                }
                write += 1
            }
            ids.removeSubrange(write...)
        }
        return ids
    }

    private func lowestRank(in ids: [Int]) -> MergeTable.Merge? {
        var best: MergeTable.Merge?
        for index in ids.indices.dropLast() {
            guard let merge = merges[ids[index], ids[index + 1]] else { continue }
            if best.map({ merge.rank < $0.rank }) ?? true { best = merge }
        }
        return best
    }
}
