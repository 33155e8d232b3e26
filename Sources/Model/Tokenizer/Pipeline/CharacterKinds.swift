extension Unicode.Scalar {
    /// Whether it had its meaning in that version. The tables of the tokenizers library are of several: those for
    /// punctuation, control characters and BERT's accents of 8 (crate unicode_categories), those for other marks of 9.
    func isInUnicode(_ version: Int) -> Bool { properties.age.map { $0.major <= version } ?? false }

    /// An accent as BERT's normaliser takes them away.
    var isNonspacing: Bool { properties.generalCategory == .nonspacingMark && isInUnicode(8) }

    /// BERT's punctuation (tokenizers/src/pre_tokenizers/bert.rs): ASCII's, symbols of it too, and Unicode's.
    var isBertPunctuation: Bool {
        // The last two were punctuation in Unicode 8.
        if isASCIIPunctuation || value == 0x166D || value == 0x111C9 { return true }
        guard !isASCII, isInUnicode(8) else { return false }
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .closePunctuation, .finalPunctuation, .initialPunctuation,
            .otherPunctuation, .openPunctuation:
            return true
        default: return false
        }
    }

    /// Rust's char::is_numeric.
    var isNumber: Bool {
        switch properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }

    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    enum WordKind { case word, space, other }

    /// \w, \s and the rest of a regular expression.
    var wordKind: WordKind {
        if properties.isAlphabetic || isMark || properties.isJoinControl { return .word }
        switch properties.generalCategory {
        case .decimalNumber, .connectorPunctuation: return .word
        default: return properties.isWhitespace ? .space : .other
        }
    }
}

extension ByteLetters {
    /// The letter of each byte.
    static let scalars: [[Unicode.Scalar]] = all.map { Array(String(decoding: $0, as: UTF8.self).unicodeScalars) }
}

/// The words of GPT-2's pattern:
/// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
enum GPT2Words {
    static func ranges(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while place < text.count {
            let end = end(of: text, from: place)
            found.append(place..<end)
            place = end
        }
        return found
    }

    private enum Kind { case letter, number, space, other }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        scalar.isLetter ? .letter : scalar.isNumber ? .number : scalar.properties.isWhitespace ? .space : .other
    }

    private static func end(of text: [Unicode.Scalar], from start: Int) -> Int {
        if text[start] == "'", let contraction = contraction(text, start) { return contraction }
        var place = start
        if text[start] == " ", start + 1 < text.count, kind(text[start + 1]) != .space { place += 1 }
        let own = kind(text[place])
        let end = text[place...].firstIndex { kind($0) != own } ?? text.count
        // Of several spaces before a word the last is the word's.
        return own == .space && end < text.count && end - start > 1 ? end - 1 : end
    }

    private static func contraction(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        let rest = text[(start + 1)...]
        for ending in ["s", "t", "re", "ve", "m", "ll", "d"] where rest.starts(with: ending.unicodeScalars) {
            return start + 1 + ending.unicodeScalars.count
        }
        return nil
    }
}
