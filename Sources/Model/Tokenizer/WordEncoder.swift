import Synchronization

/// A word's ids: its bytes as letters, the last one ending the word, and then the merges. Words that were met before
/// are remembered.
final class WordEncoder: Sendable {
    /// The id of each byte's letter, inside a word and at its end.
    private let inner: [Int]
    private let final: [Int]
    private let merges: MergeTable
    private let specialTokens: [SpecialToken: Int]
    private let cache: Mutex<WordCache>

    /// - Parameter vocabulary: holds all letters and special tokens.
    /// - Throws: `Vocabulary.Fault`
    init(_ vocabulary: Vocabulary, _ merges: MergeTable) throws {
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
    func append(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int], cache: inout WordCache) {
        guard let key = WordCache.Key(word) else { return ids += encode(word) }
        if cache.append(key, to: &ids) { return }
        let encoded = encode(word)
        cache.insert(key, encoded, specialTokens)
        ids += encoded
    }

    private func encode(_ word: UnsafeBufferPointer<UInt8>) -> [Int] {
        var letters = word.map { inner[Int($0)] }
        letters[letters.count - 1] = final[Int(word[word.count - 1])]
        var merging = PairMerging(letters, merges)
        return merging()
    }
}
