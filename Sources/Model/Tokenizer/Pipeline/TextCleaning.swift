import Foundation

/// What a library does with a text before its tokenizer gets it.
enum TextCleaning: Sendable, Equatable {
    /// open_clip's clean functions (tokenizer.py), each behind its repairs.
    case whitespace, lower, canonicalize
    /// transformers' SiglipTokenizer (canonicalize_text), which repairs nothing.
    case siglip

    func callAsFunction(_ text: String) -> String {
        switch self {
        case .whitespace: Self.collapsed(TextNormalization.clean(text))
        case .lower: Self.lowered(Self.collapsed(TextNormalization.clean(text)))
        case .canonicalize:
            Self.collapsed(Self.lowered(Self.plain(TextNormalization.clean(text).replacing("_", with: " "))))
        case .siglip:
            Self.collapsed(Self.plain(Self.lowered(text.replacing("\u{2581}", with: " "))))
        }
    }

    /// Words with one space between them: Python's " ".join(text.split()), which also splits at U+001C to U+001F.
    private static func collapsed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for word in text.unicodeScalars.split(whereSeparator: {
            $0.properties.isWhitespace || (0x1C...0x1F).contains($0.value)
        }) {
            if !result.isEmpty { result.append(" ") }
            result.append(contentsOf: word)
        }
        return String(result)
    }

    /// Without ASCII's punctuation (Python's string.punctuation).
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text.unicodeScalars.filter { !$0.isASCIIPunctuation })
        return String(result)
    }

    /// Python's lower: scalar by scalar, but for the final sigma.
    static func lowered(_ text: String) -> String {
        String(decoding: TextNormalization.loweredAsPython(Array(text.unicodeScalars)), as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// ! to /, : to @, [ to `, { to ~
    var isASCIIPunctuation: Bool {
        switch value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}
