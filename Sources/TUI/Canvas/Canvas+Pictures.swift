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
