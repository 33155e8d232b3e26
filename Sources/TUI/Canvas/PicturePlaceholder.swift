import Foundation

/// Characters that stand for the cells of a kitty picture (sw.kovidgoyal.net/kitty/graphics-protocol, Unicode
/// placeholders): the terminal draws the picture's part on each, wherever it is. Their colour is the picture's number.
enum PicturePlaceholder {
    static func text(row: Int, column: Int) -> String {
        var text = "\u{10EEEE}"
        for index in [row, column] { text.unicodeScalars.append(marks[min(index, marks.count - 1)]) }
        return text
    }

    /// Marks that count from 0. By the protocol they are those of Unicode 6.0 that stand above their letter (class 230),
    /// are not decomposed, and make no new letter with it when text is normalised.
    static let marks: [Unicode.Scalar] = {
        let composing: Set<UInt32> = [
            0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x309, 0x30A, 0x30B, 0x30C, 0x30F, 0x311, 0x313,
            0x314, 0x342, 0x653, 0x654,
        ]
        return (0x300...0xA8F1).compactMap { Unicode.Scalar($0 as UInt32) }.filter { scalar in
            let properties = scalar.properties
            guard properties.canonicalCombiningClass.rawValue == 230, !composing.contains(scalar.value),
                properties.generalCategory == .nonspacingMark, let age = properties.age,
                (age.major, age.minor) <= (6, 0)
            else { return false }
            let text = String(scalar)
            return text.decomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(text.unicodeScalars)
        }
    }()
}
