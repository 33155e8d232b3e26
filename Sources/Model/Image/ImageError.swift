import Foundation

/// Why a file could not be read as a picture.
package enum ImageError: Error, Equatable {
    case noSuchFile(URL)
    case unreadable(URL, reason: String)
    case isDirectory(URL)
    case empty(URL)
    /// None of `ImageFormat`.
    case notAnImage(URL, found: String)
    /// The file ends before the picture does.
    case truncated(URL, format: String, bytes: Int)
    /// In the decoder's words.
    case corrupt(URL, format: String, reason: String)
    case tooLarge(URL, width: Int, height: Int)
    /// A rare kind of a known format.
    case unsupported(URL, format: String, what: String)
    /// Its decoder is not installed.
    case needsLibrary(URL, format: String, package: String)

    /// The most pixels that are decoded: Pillow's limit against decompression bombs (2 * Image.MAX_IMAGE_PIXELS).
    package static let pixelLimit = 2 * (1024 * 1024 * 1024 / 4 / 3)

    /// The longest row or column: what resampling needs grows with it, whatever the other side is.
    static let sideLimit = 1 << 20

    /// The longest file of a picture: one of `pixelLimit` pixels of 64 bits, and what is said of it.
    static let fileLimit = 8 * pixelLimit + 64 << 20

    /// Files longer than this are looked into before they are read.
    static let longFile = 64 << 20
}

extension ImageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchFile(let file): "\(file.path): no such file"
        case .unreadable(let file, let reason): "\(file.path): cannot be read: \(reason)"
        case .isDirectory(let file): "\(file.path): is a directory, expected an image file"
        case .empty(let file): "\(file.path): is empty, expected a \(ImageFormat.names) image"
        case .notAnImage(let file, let found): "\(file.path): is \(found), expected a \(ImageFormat.names) image"
        case .truncated(let file, let format, let bytes):
            "\(file.path): truncated \(format): its \(bytes) bytes end before the picture does"
        case .corrupt(let file, let format, let reason): "\(file.path): corrupt \(format): \(reason)"
        case .tooLarge(let file, let width, let height):
            if max(width, height) > Self.sideLimit {
                "\(file.path): \(width)x\(height) is longer than the \(Self.sideLimit) pixels a side that are read"
            } else {
                "\(file.path): \(width)x\(height) is \(width * height / 1_000_000) megapixels,"
                    + " at most \(Self.pixelLimit / 1_000_000) are read"
            }
        case .unsupported(let file, let format, let what): "\(file.path): \(format) with \(what) is not supported"
        case .needsLibrary(let file, let format, let package):
            "\(file.path): \(format) cannot be read here: install \(package)"
        }
    }
}
