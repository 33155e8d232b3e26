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
