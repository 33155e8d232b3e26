import Foundation

extension Picture {
    /// Reads every `ImageFormat`, told apart by content and not by name; of an animation the first frame.
    /// The pixels equal those that Pillow decodes.
    /// - Throws: `ImageError` for a file that cannot be read, is none of these, is corrupt or cut short.
    public init(contentsOf file: URL) throws {
        self = try ImageSource(file).picture()
    }

    /// - Parameter file: where the bytes come from, for the error.
    /// - Throws: `ImageError`
    package init(decoding data: Data, file: URL) throws {
        guard !data.isEmpty else { throw ImageError.empty(file) }
        switch ImageFormat(of: data) {
        case .png: try self.init(png: data, file: file)
        case .jpeg: try self.init(jpeg: data, file: file)
        case .webp: try self.init(webp: data, file: file)
        case .gif: try self.init(gif: data, file: file)
        case .bmp: try self.init(bmp: data, file: file)
        case .ppm: try self.init(netpbm: data, file: file)
        case .tiff: try self.init(tiff: data, file: file)
        case .heic: try self.init(heic: data, file: file)
        case .avif: try self.init(avif: data, file: file)
        case .jxl: try self.init(jxl: data, file: file)
        case .ico: try self.init(ico: data, file: file)
        case nil: throw ImageError.notAnImage(file, found: ImageFormat.description(of: data))
        }
    }

    /// Bytes of the decoded picture.
    /// - Throws: `ImageError.tooLarge`
    static func byteCount(width: Int, height: Int, file: URL) throws -> Int {
        guard let pixels = width.times(height), pixels <= ImageError.pixelLimit,
            max(width, height) <= ImageError.sideLimit
        else { throw ImageError.tooLarge(file, width: width, height: height) }
        return pixels * 4
    }
}
