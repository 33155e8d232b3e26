import Foundation
import Model

/// A picture to be drawn, off the UI thread.
package struct PictureRequest: Equatable, Sendable {
    package let image: Int
    package let source: ImageSource
    package let size: Size
    package let style: PictureStyle
    package let cell: PixelSize
    package let theme: String
    /// What lies over it.
    var overlay: PictureOverlay?
    /// Worth drawing next, when there is nothing else to do.
    package let neighbours: [Neighbour]

    package struct Neighbour: Equatable, Sendable {
        package let image: Int
        package let source: ImageSource
    }
}

/// A drawn picture: one glyph and two colours a cell.
package struct PictureCells: Equatable, Sendable {
    package struct Cell: Hashable, Sendable {
        package let glyph: Character
        package let ink: RGB
        package let ground: RGB

        package init(glyph: Character, ink: RGB, ground: RGB) {
            self.glyph = glyph
            self.ink = ink
            self.ground = ground
        }
    }

    package let size: Size
    package let cells: [Cell]

    package init(size: Size, cells: [Cell]) {
        self.size = size
        self.cells = cells
    }
}

package struct PictureFacts: Equatable, Sendable {
    package let width: Int
    package let height: Int
    package let format: String
    package let bytes: Int?

    package init(width: Int, height: Int, format: String, bytes: Int?) {
        self.width = width
        self.height = height
        self.format = format
        self.bytes = bytes
    }
}

/// What became of a `PictureRequest`.
package struct PictureView: Equatable, Sendable {
    package let image: Int
    /// Drawn with characters, or with pixels.
    package let cells: PictureCells?
    package let pixels: PixelPicture?
    package let facts: PictureFacts?
    package let failure: String?

    package init(
        image: Int, cells: PictureCells? = nil, pixels: PixelPicture? = nil, facts: PictureFacts?,
        failure: String? = nil
    ) {
        self.image = image
        self.cells = cells
        self.pixels = pixels
        self.facts = facts
        self.failure = failure
    }
}
