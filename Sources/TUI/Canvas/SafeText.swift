/// Text from outside, made fit for a terminal: nothing in it can move the cursor, change a colour or turn
/// the direction of writing.
package enum SafeText {
    /// What one cell (or two, for a wide one) shows.
    package struct Glyph: Equatable, Sendable {
        package let text: String
        package let width: Int
    }

    /// Control characters become \n, \t, \x1b, \u{202e}. Emoji sequences become their first emoji and lose
    /// their variation selector, since terminals disagree on how wide the rest is.
    package static func glyphs(of text: String) -> [Glyph] {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(text.utf8.count)
        for character in text { append(character, to: &glyphs) }
        return glyphs
    }

    /// The same as one string.
    package static func escaped(_ text: String) -> String {
        glyphs(of: text).map(\.text).joined()
    }

    static func append(_ character: Character, to glyphs: inout [Glyph]) {
        if let ascii = character.asciiValue, ascii >= 0x20, ascii < 0x7F {
            glyphs.append(Glyph(text: String(character), width: 1))
            return
        }
        var cell = ""
        var width = 0
        var marks = 0
        var afterJoiner = false
        func flush() {
            if width > 0 { glyphs.append(Glyph(text: cell, width: width)) }
            cell = ""
            width = 0
            marks = 0
        }
        for scalar in character.unicodeScalars {
            if let escape = escape(scalar) {
                flush()
                for letter in escape { glyphs.append(Glyph(text: String(letter), width: 1)) }
                continue
            }
            if scalar.value == 0x200D || (0xFE00...0xFE0F).contains(scalar.value) || isInvisible(scalar) {
                afterJoiner = afterJoiner || scalar.value == 0x200D
                continue
            }
            let columns = DisplayWidth.of(scalar)
            if columns > 0 {
                if width > 0 && (afterJoiner || scalar.properties.isEmojiModifier) { continue }
                flush()
                cell.unicodeScalars.append(scalar)
                width = columns
            } else {
                if width == 0 { (cell, width) = ("\u{25CC}", 1) }  // a mark with nothing to stand on
                if marks < 4 { cell.unicodeScalars.append(scalar) }
                marks += 1
            }
        }
        flush()
    }

    /// Nil for what may be shown as it is.
    private static func escape(_ scalar: Unicode.Scalar) -> String? {
        let value = scalar.value
        switch value {
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        case 0..<0x20, 0x7F..<0xA0: return "\\x" + (value < 16 ? "0" : "") + String(value, radix: 16)
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0x061C, 0xFEFF, 0x200B, 0xFFF9...0xFFFB:
            return "\\u{" + String(value, radix: 16) + "}"
        case 0xE000...0xF8FF, 0xF0000...0x10FFFF: return "\u{FFFD}"
        default: return scalar.properties.generalCategory == .unassigned ? "\u{FFFD}" : nil
        }
    }

    /// Tags of flags (England, Scotland), joiners, and other format characters.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format && scalar.value != 0xAD
    }
}
