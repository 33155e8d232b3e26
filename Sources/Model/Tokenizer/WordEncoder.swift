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

/// The ids of the words met so far. Prompts share most of their words, so nearly every word is found here.
struct WordCache {
    /// A word of up to 15 bytes, its length in the last one. Longer words are rare and are encoded each time.
    struct Key: Hashable {
        private var low: UInt64 = 0
        private var high: UInt64 = 0

        init?(_ word: UnsafeBufferPointer<UInt8>) {
            guard word.count <= 15 else { return nil }
            var shift: UInt64 = 0
            for byte in word {
                if shift < 64 { low |= UInt64(byte) << shift } else { high |= UInt64(byte) << (shift - 64) }
                shift += 8
            }
            high |= UInt64(word.count) << 56
        }
    }

    private static let capacity = 65_536
    private var ranges: [Key: Range<Int>] = [:]
    private var ids: [Int] = []

    /// The special tokens are words that are known from the start.
    init(_ specialTokens: [SpecialToken: Int]) {
        for (token, id) in specialTokens {
            guard let key = Key(token.utf8) else { preconditionFailure("\(token) is too long to be a key") }
            store(key, [id])
        }
    }

    /// - Returns: false, and appends nothing, for a word that is not known.
    func append(_ word: Key, to result: inout [Int]) -> Bool {
        guard let range = ranges[word] else { return false }
        for index in range { result.append(ids[index]) }
        return true
    }

    /// A full cache forgets everything but the special tokens first.
    mutating func insert(_ word: Key, _ encoded: [Int], _ specialTokens: [SpecialToken: Int]) {
        if ranges.count >= Self.capacity { self = WordCache(specialTokens) }
        store(word, encoded)
    }

    private mutating func store(_ word: Key, _ encoded: [Int]) {
        ranges[word] = ids.count..<ids.count + encoded.count
        ids += encoded
    }
}
