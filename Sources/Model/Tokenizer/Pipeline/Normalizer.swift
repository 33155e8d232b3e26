import Foundation

/// The normalisers of Hugging Face's tokenizers library (tokenizers/src/normalizers).
indirect enum Normalizer: Sendable {
    case sequence([Normalizer])
    case lowercase
    case nfc, nfd, nfkc, nfkd
    /// Control characters out, other spaces to a space (unicode.rs, Nmt).
    case nmt
    case strip(left: Bool, right: Bool)
    case stripAccents
    case replace(Pattern, with: [Unicode.Scalar])
    case prepend([Unicode.Scalar])
    /// The table of replacements that sentencepiece compiles into a model.
    case precompiled(CharacterMap)
    case bert(BertNormalizer)
    /// The same table as sentencepiece itself uses it, and its removal of spaces at the ends and beside others.
    case sentencePiece(CharacterMap)
    case trimSpaces

    func callAsFunction(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        switch self {
        case .sequence(let steps): return steps.reduce(text) { $1($0) }
        case .lowercase: return text.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
        case .nfc: return CanonicalComposition.composed(text)
        case .nfd: return Self.decomposed(text)
        case .nfkc: return CanonicalComposition.composed(Self.compatible(text))
        case .nfkd: return Self.compatible(text)
        case .nmt: return text.compactMap(Self.plain)
        case .strip(let left, let right):
            var rest = text[...]
            if left { rest = rest.drop { $0.properties.isWhitespace } }
            if right { while let last = rest.last, last.properties.isWhitespace { rest.removeLast() } }
            return Array(rest)
        case .stripAccents: return text.filter { !($0.isMark && $0.isInUnicode(9)) }
        case .replace(let pattern, let content): return pattern.replaced(in: text, with: content)
        case .prepend(let prefix): return text.isEmpty ? text : prefix + text
        case .precompiled(let map): return map.replacedByGraphemes(text)
        case .bert(let bert): return bert(text)
        case .sentencePiece(let map): return map.replacedByLongest(text)
        case .trimSpaces: return Array(text.split(separator: " ").joined(separator: [" "]))
        }
    }

    /// Whether the first character goes or becomes another by a replacement: what then begins is not where the text began
    /// (the library's alignments), which a splitter may ask for.
    func takesBeginning(of text: [Unicode.Scalar]) -> Bool {
        guard let first = text.first else { return false }
        switch self {
        case .sequence(let steps):
            var text = text
            for step in steps {
                if step.takesBeginning(of: text) { return true }
                text = step(text)
            }
            return false
        case .replace(let pattern, _): return pattern.matches(in: text).first?.lowerBound == 0
        default: return self([first]).isEmpty
        }
    }

    static func decomposed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        Array(String(text).decomposedStringWithCanonicalMapping.unicodeScalars)
    }

    static func compatible(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        Array(String(text).decomposedStringWithCompatibilityMapping.unicodeScalars)
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: nil
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD: " "
        default: scalar
        }
    }
}

extension String {
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}

extension Unicode.Scalar {
    var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}
