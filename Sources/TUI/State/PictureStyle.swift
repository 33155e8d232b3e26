/// How a picture is drawn: with the terminal's pixels, or with characters.
package enum PictureStyle: String, CaseIterable, Sendable {
    case kitty, iterm2, sixel
    case sextants, halves, shades, ascii

    package var hasPixels: Bool {
        switch self {
        case .kitty, .iterm2, .sixel: true
        case .sextants, .halves, .shades, .ascii: false
        }
    }

    package var title: String {
        switch self {
        case .kitty: "kitty graphics"
        case .iterm2: "iTerm2 images"
        case .sixel: "sixel"
        case .sextants: "sextants"
        case .halves: "half blocks"
        case .shades: "shades"
        case .ascii: "ASCII"
        }
    }
}

/// What the terminal has for pictures.
package struct PictureMeans: Equatable, Sendable {
    /// The best first; never empty.
    package let styles: [PictureStyle]
    /// Pixels of a character.
    package let cell: PixelSize
    /// Characters stand for the parts of a kitty picture, so that it goes where they go.
    package let usesPlaceholders: Bool

    package init(styles: [PictureStyle], cell: PixelSize = .usual, usesPlaceholders: Bool = false) {
        (self.styles, self.cell, self.usesPlaceholders) = (styles, cell, usesPlaceholders)
    }

    package static let characters = PictureMeans(styles: [.sextants, .halves, .shades, .ascii])
}

extension PixelSize {
    /// Where the terminal does not tell: twice as high as wide.
    package static let usual = PixelSize(width: 8, height: 16)
}
