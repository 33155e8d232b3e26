import Foundation

/// The formats that are read, told by the first bytes of a file and never by its name.
package enum ImageFormat: String {
    case png, jpeg, webp, gif, bmp, ppm, tiff, heic, avif, jxl, ico

    /// All of them, for a sentence.
    package static let names = "PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO"

    /// What a file's name ends in for the file to be listed as a picture, in lower case.
    static let extensions: Set<String> = [
        "png", "jpg", "jpeg", "jpe", "jfif", "webp", "gif", "bmp", "dib", "ppm", "pgm", "pbm", "pnm", "ico",
    ]

    /// The same of pictures whose decoder is loaded when one is met.
    static let loadedExtensions: [String: DecoderLibrary] = [
        "tif": .tiff, "tiff": .tiff, "heic": .heif, "heif": .heif, "hif": .heif, "avif": .avif, "jxl": .jxl,
    ]

    package init?(of data: Data) {
        if data.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if data.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if data.starts(with: Array("RIFF".utf8)), data.dropFirst(8).starts(with: Array("WEBP".utf8)) {
            self = .webp
        } else if data.starts(with: Array("GIF87a".utf8)) || data.starts(with: Array("GIF89a".utf8)) {
            self = .gif
        } else if BMPHeader.begins(data) {
            self = .bmp
        } else if NetpbmHeader.begins(data) {
            self = .ppm
        } else if TIFFDirectory.begins(data) {
            self = .tiff
        } else if data.starts(with: [0xFF, 0x0A]) || data.starts(with: Self.jxlContainer) {
            self = .jxl
        } else if let format = ISOBoxes.format(of: data) {
            self = format
        } else if ICOEntry.begins(data) {
            self = .ico
        } else {
            return nil
        }
    }

    /// JPEG XL (ISO/IEC 18181-2), the box that a file begins with.
    private static let jxlContainer: [UInt8] = [0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A]

    /// What else a file may be, for the error: the bytes at an offset.
    private static let others: [(name: String, offset: Int, bytes: String)] = [
        ("an SVG drawing", 0, "<svg"), ("a PDF document", 0, "%PDF"), ("a Photoshop document", 0, "8BPS"),
        ("a JPEG 2000 image", 4, "jP  "), ("an MP4 film", 4, "ftyp"),
    ]

    /// A phrase for what a file that is none of these is: "a TIFF image", or what it starts with.
    static func description(of data: Data) -> String {
        for other in others where data.dropFirst(other.offset).starts(with: Array(other.bytes.utf8)) {
            return other.name
        }
        let start = data.prefix(16)
        if start.allSatisfy({ (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }) {
            return "text that starts with \"\(String(decoding: start, as: UTF8.self).printable)\""
        }
        return "a file that starts with the bytes "
            + start.prefix(8).map { String(format: "%02x", $0) }.joined(separator: " ")
    }
}
