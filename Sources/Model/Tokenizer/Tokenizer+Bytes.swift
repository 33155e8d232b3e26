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
