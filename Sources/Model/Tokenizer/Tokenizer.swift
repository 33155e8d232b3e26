import Foundation

/// Text to token ids: CLIP's own byte-level BPE (openai/CLIP, clip/simple_tokenizer.py), or the steps of a tokenizer.json.
public struct Tokenizer: Sendable {
    /// A text as token ids.
    public struct Encoding: Sendable, Equatable {
        /// The text's tokens between what the model puts around them; not padded.
        public let ids: [Int]
        /// Cut to the context length; what stands at the end stays.
        public let isTruncated: Bool
        /// How many of the ids are not the text's: start-of-text and the like before, end-of-text behind.
        package let before: Int
        package let after: Int
        fileprivate let vocabulary: Vocabulary
        fileprivate let marks: WordMarks

        /// The vocabulary's spelling of each id.
        public var tokens: [String] { ids.map { vocabulary[$0] } }

        /// The same ids.
        public static func == (a: Encoding, b: Encoding) -> Bool {
            a.ids == b.ids && a.isTruncated == b.isTruncated
        }
    }

    enum Kind: Sendable {
        case clip(WordEncoder, TextNormalization)
        case pipeline(TokenizerPipeline)
    }

    /// Ids that a text may have, its begin and end with it.
    public let contextLength: Int
    let kind: Kind
    private let vocabulary: Vocabulary

    /// Ids run from 0 to one below this.
    package var vocabularySize: Int { vocabulary.count }

    init(_ vocabulary: Vocabulary, _ words: WordEncoder, contextLength: Int, normalization: TextNormalization) throws {
        guard contextLength >= 2 else { throw TokenizerError.contextTooShort(contextLength) }
        (self.vocabulary, self.contextLength) = (vocabulary, contextLength)
        kind = .clip(words, normalization)
    }

    init(_ pipeline: TokenizerPipeline, contextLength: Int) throws {
        guard contextLength > pipeline.template.count else { throw TokenizerError.contextTooShort(contextLength) }
        (vocabulary, self.contextLength) = (pipeline.vocabulary, contextLength)
        kind = .pipeline(pipeline)
    }

    /// What fills a text up to the context, for towers that read all of it; CLIP's own fill with zeros.
    var padding: Padding? {
        switch kind {
        case .clip: Padding(id: 0, isLeft: false)
        case .pipeline(let pipeline): pipeline.padding
        }
    }

    /// Whether the ids from `size` on are those of tokens that were added for other uses, as mT5's 100 extra ones, which
    /// a text hardly has. One that has them all the same is refused when it is encoded.
    func isLargerHarmlessly(than size: Int) -> Bool {
        guard case .pipeline(let pipeline) = kind else { return false }
        return (size..<vocabularySize).allSatisfy(pipeline.added.ids.contains)
    }

    /// Text that needs more than `contextLength` tokens is cut.
    public func encode(_ text: String) -> Encoding {
        switch kind {
        case .clip(let words, let normalization): encode(text, words, normalization)
        case .pipeline(let pipeline): encode(text, pipeline)
        }
    }

    private func encode(_ text: String, _ pipeline: TokenizerPipeline) -> Encoding {
        let template = pipeline.template
        let room = contextLength - template.count
        var own = pipeline.ids(of: text, limit: room + 1)
        let isTruncated = own.count > room
        if isTruncated { own.removeSubrange(room...) }
        var ids = template.before + own + template.after
        if let (id, replacement) = pipeline.replaced { ids = ids.map { $0 == id ? replacement : $0 } }
        return Encoding(
            ids: ids, isTruncated: isTruncated, before: template.before.count, after: template.after.count,
            vocabulary: vocabulary, marks: pipeline.marks)
    }

    private func encode(_ text: String, _ words: WordEncoder, _ normalization: TextNormalization) -> Encoding {
        var ids = [words.id(of: .startOfText)]
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
        ids.append(words.id(of: .endOfText))
        return Encoding(
            ids: ids, isTruncated: isTruncated, before: 1, after: 1, vocabulary: vocabulary, marks: .end("</w>"))
    }
}

extension Tokenizer.Encoding {
    /// A token of the text as people read it.
    package struct Piece: Sendable, Equatable {
        package let text: String
        package let id: Int
        /// The word goes on with the next piece.
        package let isContinued: Bool
    }

    /// Without what stands around the text.
    package var pieces: [Piece] {
        let tokens = Array(tokens.dropFirst(before).dropLast(after))
        return zip(ids.dropFirst(before), tokens.indices).map { id, index in
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            switch marks {
            case .end(let mark):
                let isEnd = token.hasSuffix(mark)
                return Piece(text: isEnd ? String(token.dropLast(mark.count)) : token, id: id, isContinued: !isEnd)
            case .start(let mark):
                let text =
                    token.hasPrefix(mark) && token.count > mark.count ? String(token.dropFirst(mark.count)) : token
                return Piece(text: text, id: id, isContinued: next.map { !$0.hasPrefix(mark) } ?? false)
            case .continuation(let mark):
                let text = token.hasPrefix(mark) ? String(token.dropFirst(mark.count)) : token
                return Piece(text: text, id: id, isContinued: next?.hasPrefix(mark) ?? false)
            }
        }
    }
}

extension Tokenizer {
    /// The characters of a text for which the vocabulary has no token: they are cut into bytes, which the model has
    /// hardly seen. In order, each once, as the tokenizer sees them (lower case); only as far as the context reaches.
    package func charactersCutIntoBytes(in text: String) -> [Unicode.Scalar] {
        guard case .clip = kind else { return charactersUnknown(in: text) }
        var bytes: [UInt8] = []
        var cuts: Set<Int> = []  // places where a token begins
        for token in encode(text).tokens.dropFirst().dropLast() {
            cuts.insert(bytes.count)
            let letters = token.hasSuffix("</w>") ? token.dropLast(4) : token[...]
            bytes += letters.unicodeScalars.compactMap { ByteLetters.byte(of: $0) }
        }
        var found: [Unicode.Scalar] = []
        var start = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            let end = start + UTF8.width(scalar)
            if (start + 1..<max(start + 1, end)).contains(where: cuts.contains), !found.contains(scalar) {
                found.append(scalar)
            }
            start = end
        }
        return found
    }
}

extension Tokenizer {
    /// Of other kinds: those that become an unknown token or bytes where they stand alone.
    private func charactersUnknown(in text: String) -> [Unicode.Scalar] {
        guard case .pipeline(let pipeline) = kind else { return [] }
        var found: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars where !scalar.isASCII && !found.contains(scalar) {
            let ids = pipeline.ids(of: String(scalar), limit: 8)
            if pipeline.model.isUnknown(ids) { found.append(scalar) }
        }
        return found
    }
}

extension ByteLetters {
    private static let byteOfLetter: [Unicode.Scalar: UInt8] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { byte, letter in
            (String(decoding: letter, as: UTF8.self).unicodeScalars.first!, UInt8(byte))
        })

    /// The byte that a letter stands for.
    static func byte(of letter: Unicode.Scalar) -> UInt8? { byteOfLetter[letter] }
}
