import Foundation

/// Letters without case and accents, as UTF-8. Each is folded once and then known, so that a million names take some
/// tens of milliseconds.
final class LetterFolding {
    /// For each letter of the first plane where its form is in `forms`; -1 until it is asked for.
    private var places = [Int32](repeating: -1, count: 1 << 16)
    private var forms: [[UInt8]] = []

    /// Appends what the letters of `text` become. Bytes that are no UTF-8, and letters beyond the first plane, which have
    /// neither accents nor cases that people type, stay.
    func fold(_ text: UnsafeBufferPointer<UInt8>, into folded: inout [UInt8]) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            let length = byte < 0xE0 ? 2 : 3
            if byte < 0xC0 || byte >= 0xF0 || index + length > text.count {
                folded.append(byte.lowercased)
                index += 1
                continue
            }
            var letter = Int(byte) & (length == 2 ? 0x1F : 0x0F)
            for next in index + 1..<index + length { letter = letter << 6 | Int(text[next] & 0x3F) }
            if places[letter] < 0 {
                places[letter] = Int32(forms.count)
                forms.append(Self.form(of: text[index..<index + length]))
            }
            folded.append(contentsOf: forms[Int(places[letter])])
            index += length
        }
    }

    /// Composed and decomposed forms become the same; accents vanish.
    private static func form(of letter: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
        let folded = String(decoding: letter, as: UTF8.self)
            .folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .decomposedStringWithCanonicalMapping.unicodeScalars
            .filter { $0.properties.canonicalCombiningClass == .notReordered }
        return folded.flatMap { Array(String($0).utf8) }
    }
}

extension UInt8 {
    /// Of ASCII letters.
    var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}
