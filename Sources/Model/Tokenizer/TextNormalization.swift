import Foundation

/// What happens to text before its words are looked for; the reference implementations differ in it.
package enum TextNormalization: Sendable {
    /// openai/CLIP and open_clip's SimpleTokenizer: repairs, HTML entities, lower case.
    case openAI
    /// open_clip over a Hugging Face tokenizer (HFTokenizer): the same repairs and entities, then as `transformers`.
    case openCLIP
    /// Hugging Face's CLIPTokenizer by itself: NFC and lower case only; entities and curly quotes stay.
    case transformers

    enum Section {
        /// Lower case, UTF-8.
        case text([UInt8])
        case special(SpecialToken)
    }

    /// Whitespace only separates words, so it is neither collapsed nor stripped.
    func sections(of text: String) -> [Section] {
        let utf8 = Array(text.utf8)
        let source =
            self == .transformers || utf8.allSatisfy(Self.needsNoCleaning) ? utf8 : Array(Self.clean(text).utf8)
        if self == .openAI { return [.text(lowered(source[...]))] }

        // Hugging Face's finds the special tokens first, wherever they stand.
        var sections: [Section] = []
        var start = 0
        for index in source.indices where source[index] == UInt8(ascii: "<") {
            guard let token = source.withUnsafeBufferPointer({ SpecialToken(in: $0, at: index) }) else { continue }
            sections += [.text(lowered(source[start..<index])), .special(token)]
            start = index + token.utf8.count
        }
        return sections + [.text(lowered(source[start...]))]
    }

    /// open_clip's basic_clean.
    static func clean(_ text: String) -> String {
        HTMLEntities.unescape(HTMLEntities.unescape(TextRepair.repair(text)))
    }

    /// ASCII that neither the repairs nor an HTML entity change.
    private static func needsNoCleaning(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"): false
        case 0x20..<0x7F, 0x09, 0x0A, 0x0C, 0x0D: true
        default: false
        }
    }

    /// Scalar by scalar, as both references do; Python alone knows the final sigma (Unicode, section 3.13), and
    /// Hugging Face's alone composes (NFC) at this point.
    private func lowered(_ utf8: ArraySlice<UInt8>) -> [UInt8] {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.map(Self.lowerASCII) }
        let scalars = Array(String(decoding: utf8, as: UTF8.self).unicodeScalars)
        if self == .openAI { return Self.loweredAsPython(scalars) }
        return CanonicalComposition.composed(scalars).flatMap { Array($0.properties.lowercaseMapping.utf8) }
    }

    /// UTF-8 of Python's lower.
    static func loweredAsPython(_ scalars: [Unicode.Scalar]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(scalars.count)
        for (index, scalar) in scalars.enumerated() {
            if scalar.isASCII {
                result.append(lowerASCII(UInt8(scalar.value)))
            } else if scalar == "\u{3A3}", isFinal(index, in: scalars) {
                result += "\u{3C2}".utf8
            } else {
                result += scalar.properties.lowercaseMapping.utf8
            }
        }
        return result
    }

    private static func lowerASCII(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func isFinal(_ index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased ?? false && !(after?.properties.isCased ?? false)
    }
}

extension TextNormalization {
    /// What the reference does with a model directory.
    /// - Throws: `TokenizerError` for a cleaning that is not built in.
    init(modelDirectory: URL) throws {
        self = try TokenizerSettings(modelDirectory: modelDirectory).checkedNormalization()
    }
}
