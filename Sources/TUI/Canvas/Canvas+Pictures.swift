import Foundation

/// A picture drawn with pixels, and the cells that it lies on.
package struct PlacedPicture: Equatable, Sendable {
    package let picture: PixelPicture
    package let rect: Rect
    /// Its cells are characters that stand for its parts.
    package let hasPlaceholders: Bool
}

extension Canvas {
    /// Leaves the cells to the picture; what is put on them later hides it.
    package mutating func place(_ picture: PixelPicture, in rect: Rect, withPlaceholders: Bool = false) {
        pictures.append(PlacedPicture(picture: picture, rect: rect, hasPlaceholders: withPlaceholders))
        for y in 0..<rect.height {
            for x in 0..<rect.width {
                let text = withPlaceholders ? PicturePlaceholder.text(row: y, column: x) : " "
                put(text, x: rect.x + x, y: rect.y + y, style: .picture(picture.id))
            }
        }
    }

    /// The pictures that nothing lies on; of those with placeholders, what is not hidden shows.
    package var shownPictures: [PlacedPicture] {
        pictures.filter { placed in
            let (rect, style) = (placed.rect, Style.picture(placed.picture.id))
            guard rect.maxX <= size.columns, rect.maxY <= size.rows else { return false }
            let hidden = (rect.y..<rect.maxY).reduce(0) { count, y in
                count + (rect.x..<rect.maxX).count { self[$0, y].style != style }
            }
            return placed.hasPlaceholders ? hidden < rect.width * rect.height : hidden == 0
        }
    }
}

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
