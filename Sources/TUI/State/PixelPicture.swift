/// A picture as the terminal gets it, to be drawn with its pixels.
package struct PixelPicture: Equatable, Sendable {
    /// No other has it: a picture made anew has a new one.
    package let id: Int
    package let style: PictureStyle
    /// Cells that it covers, exactly.
    package let size: Size
    package let pixels: PixelSize
    /// kitty: its pixels, compressed and in base64; else all that draws it at the cursor.
    package let bytes: [UInt8]

    package init(id: Int, style: PictureStyle, size: Size, pixels: PixelSize, bytes: [UInt8]) {
        (self.id, self.style, self.size, self.pixels, self.bytes) = (id, style, size, pixels, bytes)
    }

    package static func == (left: PixelPicture, right: PixelPicture) -> Bool { left.id == right.id }
}
