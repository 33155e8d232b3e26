/// The normaliser of BERT's own tokenizer (tokenizers/src/normalizers/bert.rs).
struct BertNormalizer: Sendable {
    var cleansText = true
    var separatesChinese = true
    /// Whether accents go; as `isLower` where nothing is said.
    var stripsAccents: Bool?
    var isLower = true

    func callAsFunction(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var text = text
        if cleansText {
            text = text.filter { !Self.isControl($0) }.map { Self.isSpace($0) ? " " : $0 }
        }
        if separatesChinese { text = text.flatMap { Self.isChinese($0) ? [" ", $0, " "] : [$0] } }
        if stripsAccents ?? isLower {
            text = Normalizer.decomposed(text).filter { !$0.isNonspacing }
        }
        return isLower ? text.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) } : text
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r": return false
        case "\0", "\u{FFFD}": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .privateUse: return true
        case .format: return scalar.isInUnicode(8)
        default: return false
        }
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
