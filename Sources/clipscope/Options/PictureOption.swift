import ArgumentParser
import TUI

/// How the explorer draws pictures.
enum PictureOption: String, CaseIterable, ExpressibleByArgument {
    case auto, kitty, iterm2, sixel, sextants, halves, shades, ascii

    /// Nil: whatever the terminal can do best.
    var style: PictureStyle? { PictureStyle(rawValue: rawValue) }
}
