import Foundation

/// Text to token ids: byte-level BPE as CLIP's (openai/CLIP, clip/simple_tokenizer.py).
public struct Tokenizer: Sendable {
    /// A text as token ids.
    public struct Encoding: Sendable, Equatable {
        /// Start-of-text, the text's tokens, end-of-text; not padded.
        public let ids: [Int]
        /// Cut to the context length, the last token being end-of-text.
        public let isTruncated: Bool
        fileprivate let vocabulary: Vocabulary

        /// The vocabulary's spelling of each id, "</w>" at the end of words.
        public var tokens: [String] { ids.map { vocabulary[$0] } }

        /// The same ids.
        public static func == (a: Encoding, b: Encoding) -> Bool {
            a.ids == b.ids && a.isTruncated == b.isTruncated
        }
    }

    /// Ids that a text may have, its begin and end with it.
    public let contextLength: Int
    /// The id of "<|startoftext|>".
    package let startOfText: Int
    /// The id of "<|endoftext|>".
    package let endOfText: Int
    package let normalization: TextNormalization

    private let vocabulary: Vocabulary
    private let words: WordEncoder

    /// Ids run from 0 to one below this.
    package var vocabularySize: Int { vocabulary.count }

    init(_ vocabulary: Vocabulary, _ words: WordEncoder, contextLength: Int, normalization: TextNormalization) throws {
        guard contextLength >= 2 else { throw TokenizerError.contextTooShort(contextLength) }
        self.vocabulary = vocabulary
        self.words = words
        self.contextLength = contextLength
        self.normalization = normalization
        startOfText = words.id(of: .startOfText)
        endOfText = words.id(of: .endOfText)
    }

    /// Text that needs more than `contextLength` tokens is cut, and end-of-text is the last of them.
    public func encode(_ text: String) -> Encoding {
        var ids = [startOfText]
        ids.reserveCapacity(min(contextLength + 8, text.utf8.count / 2 + 2))
        words.withCache { cache in
            for section in normalization.sections(of: text) {
                switch section {
                case .special(let token): ids.append(words.id(of: token))
                case .text(let utf8):
                    utf8.withUnsafeBufferPointer { utf8 in
                        var scanner = WordScanner(utf8, normalization)
                        while ids.count < contextLength, let word = scanner.next() {
                            words.append(UnsafeBufferPointer(rebasing: utf8[word]), to: &ids, cache: &cache)
                        }
                    }
                }
            }
        }
        let isTruncated = ids.count >= contextLength
        if isTruncated { ids.removeSubrange((contextLength - 1)...) }
        ids.append(endOfText)
        return Encoding(ids: ids, isTruncated: isTruncated, vocabulary: vocabulary)
    }
}
