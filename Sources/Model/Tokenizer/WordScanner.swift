/// Finds the words of CLIP's pattern in lower-case text, one after the other:
/// <|startoftext|>|<|endoftext|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+
struct WordScanner {
    private let utf8: UnsafeBufferPointer<UInt8>
    private let normalization: TextNormalization
    private let ascii = Self.ascii
    private var position = 0
    /// No word reaches over this index.
    private var boundary: Int

    init(_ utf8: UnsafeBufferPointer<UInt8>, _ normalization: TextNormalization) {
        self.utf8 = utf8
        self.normalization = normalization
        boundary = utf8.count
    }

    /// The next word's bytes.
    mutating func next() -> Range<Int>? {
        while position < utf8.count {
            let start = position
            if start >= boundary { boundary = utf8.count }
            let (kind, length) = scalar(at: start)
            position = start + length
            switch kind {
            case .space: continue
            case .number: return start..<position
            case .letter: return start..<skip(.letter)
            case .other:
                if let end = endOfSpecialToken(at: start) ?? endOfContraction(at: start) {
                    position = end
                    return start..<end
                }
                return start..<skip(.other)
            }
        }
        return nil
    }

    private mutating func skip(_ kind: Kind) -> Int {
        while position < boundary {
            let (next, length) = scalar(at: position)
            guard next == kind else { break }
            position += length
        }
        return position
    }

    /// OpenAI's tokenizer takes a spelled special token whole. Hugging Face's has found those before it lowers the
    /// text; one that only lowering made is a stretch of its own, whose words are found as in other text.
    private mutating func endOfSpecialToken(at start: Int) -> Int? {
        guard let token = SpecialToken(in: utf8, at: start) else { return nil }
        let end = start + token.utf8.count
        if normalization == .openAI { return end }
        boundary = end
        return nil
    }

    private func endOfContraction(at start: Int) -> Int? {
        guard utf8[start] == UInt8(ascii: "'"), start + 1 < boundary else { return nil }
        let second = utf8[start + 1]
        let third = start + 2 < boundary ? utf8[start + 2] : 0
        switch (second, third) {
        case (UInt8(ascii: "s"), _), (UInt8(ascii: "t"), _), (UInt8(ascii: "m"), _), (UInt8(ascii: "d"), _):
            return start + 2
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
            (UInt8(ascii: "l"), UInt8(ascii: "l")):
            return start + 3
        // OpenAI's pattern ignores case, and the long s (U+017F) is an s then.
        case (0xC5, 0xBF) where normalization == .openAI: return start + 3
        default: return nil
        }
    }
}

extension WordScanner {
    private enum Kind {
        case letter, number, space, other
    }

    /// The kind of the scalar that starts at `index`, and how many bytes it has.
    private func scalar(at index: Int) -> (Kind, length: Int) {
        let first = utf8[index]
        if first < 0x80 { return (ascii[Int(first)], 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for next in index + 1..<index + length { value = value << 6 | UInt32(utf8[next] & 0x3F) }
        // The iota below: no letter, but one when OpenAI's pattern ignores case, so no part of the pattern takes it.
        if value == 0x345, normalization == .openAI { return (.space, length) }
        return (Unicode.Scalar(value).map(Self.kind) ?? .other, length)
    }

    private static let ascii = (0..<128).map { kind(Unicode.Scalar($0 as UInt8)) }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .decimalNumber, .letterNumber, .otherNumber: .number
        default: scalar.properties.isWhitespace ? .space : .other
        }
    }
}
