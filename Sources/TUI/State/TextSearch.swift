import Foundation

/// Looks for a text in many others, whatever the case and the accents.
struct TextSearch {
    private let text: String
    /// The text without case and accents, in ASCII; nil where it has other letters.
    private let plain: [UInt8]?

    init(_ text: String) {
        self.text = text
        let folded = text.folding(options: Self.options, locale: nil)
        plain = folded.utf8.allSatisfy { $0 < 0x80 } ? Array(folded.utf8) : nil
    }

    private static let options: String.CompareOptions = [.caseInsensitive, .diacriticInsensitive]

    func finds(in other: String) -> Bool {
        other.range(of: text, options: Self.options) != nil
    }

    /// - Parameters:
    ///   - bytes: ASCII, or something else that is `words` as text: then only that is looked at.
    func finds(in bytes: ArraySlice<UInt8>, _ words: () -> String) -> Bool {
        var isASCII = true
        if bytes.withUnsafeBufferPointer({ finds(in: $0, &isASCII) }) { return true }
        return !isASCII && finds(in: words())
    }

    private func finds(in bytes: UnsafeBufferPointer<UInt8>, _ isASCII: inout Bool) -> Bool {
        var letters: UInt8 = 0
        for byte in bytes { letters |= byte }
        isASCII = letters < 0x80
        guard let plain, let first = plain.first, plain.count <= bytes.count else { return plain?.isEmpty ?? false }
        for start in 0...bytes.count - plain.count where bytes[start].lowercased == first {
            if plain.indices.dropFirst().allSatisfy({ bytes[start + $0].lowercased == plain[$0] }) { return true }
        }
        return false
    }
}

extension UInt8 {
    /// Of ASCII letters.
    fileprivate var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}
