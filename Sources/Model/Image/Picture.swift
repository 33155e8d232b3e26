import Foundation

/// Decoded pixels, 8 bit a channel, rows from the top, not turned by EXIF.
package struct Picture: Sendable, Equatable {
    package let width: Int
    package let height: Int
    /// RGBA, width * height * 4, alpha not premultiplied.
    package let rgba: [UInt8]
    package let hasAlpha: Bool
    /// "png", "jpeg", "webp".
    package let format: String

    package init(width: Int, height: Int, rgba: [UInt8], hasAlpha: Bool, format: String) {
        self.width = width
        self.height = height
        self.rgba = rgba
        self.hasAlpha = hasAlpha
        self.format = format
    }
}

extension Picture {
    /// Reads PNG, JPEG or WebP, told apart by content and not by name.
    /// - Throws: `ImageError` for a file that cannot be read, is none of these, is corrupt or cut short.
    package init(contentsOf file: URL) throws {
        preconditionFailure("the engine branch fills this")
    }
}
