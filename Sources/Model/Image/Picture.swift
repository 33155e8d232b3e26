/// Decoded pixels, 8 bit a channel, as the file stores them: `upright` is the picture to look at.
public struct Picture: Sendable, Equatable {
    /// What the file stores, as far as resampling depends on it. The names are Pillow's modes in words.
    package enum Mode: Sendable, Equatable {
        case grey
        case rgb
        /// Alpha is premultiplied for the time of the resampling.
        case greyAlpha
        case rgba
        /// 1 bit: resampled by nearest neighbour whatever was asked for.
        case bilevel
        /// Resampled by nearest neighbour. The colours are RGB, three bytes each.
        case palette(colours: [UInt8])
        /// Resampled as CMYK, [height, width, 4], and turned into RGB afterwards.
        case cmyk([UInt8])
        /// Resampled with 16 bit, [height, width]. The 8 bit of `rgba` are Pillow's: everything over 255 is 255.
        case grey16([UInt16])
    }

    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// RGBA, width * height * 4, alpha not premultiplied.
    public let rgba: [UInt8]
    package let hasAlpha: Bool
    /// "png", "jpeg", "webp", "gif", "bmp", "ppm", "tiff", "heic", "avif", "jxl", "ico".
    package let format: String
    package let mode: Mode
    /// How a viewer turns it. The encoders' input is not turned: open_clip and transformers take the file's pixels.
    package let orientation: Orientation

    package init(
        width: Int, height: Int, rgba: [UInt8], hasAlpha: Bool, format: String, mode: Mode? = nil,
        orientation: Orientation = .topLeft
    ) {
        precondition(rgba.count == width * height * 4, "\(rgba.count) bytes for \(width)x\(height) RGBA")
        self.width = width
        self.height = height
        self.rgba = rgba
        self.hasAlpha = hasAlpha
        self.format = format
        self.mode = mode ?? (hasAlpha ? .rgba : .rgb)
        self.orientation = orientation
    }
}
