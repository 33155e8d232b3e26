import CTurboJPEG
import Foundation

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

extension Picture {
    /// The upright picture as a JPEG file, neither side longer than `side` pixels, over white where it is transparent.
    /// - Parameter quality: 1 to 100.
    /// - Throws: `ThumbnailFailure`
    package func thumbnail(side: Int, quality: Int = 80) throws -> Data {
        let picture = upright
        let scale = min(1, Double(side) / Double(max(picture.width, picture.height)))
        let (width, height) = (max(1, Int(Double(picture.width) * scale)), max(1, Int(Double(picture.height) * scale)))
        let pixels = Preprocessing(width: width, height: height, resizeMode: .squash, convertsToRGBFirst: true)
            .pixels(picture)
        guard let compressor = tjInitCompress() else { throw ThumbnailFailure(reason: Self.reason(nil)) }
        defer { tjDestroy(compressor) }
        var bytes: UnsafeMutablePointer<UInt8>?
        var count: UInt = 0
        defer { tjFree(bytes) }
        let status = tjCompress2(
            compressor, pixels, Int32(width), 0, Int32(height), Int32(TJPF_RGB.rawValue), &bytes, &count,
            Int32(TJSAMP_420.rawValue), Int32(quality), 0)
        guard status == 0, let bytes else { throw ThumbnailFailure(reason: Self.reason(compressor)) }
        return Data(bytes: bytes, count: Int(count))
    }

    package struct ThumbnailFailure: Error, CustomStringConvertible {
        let reason: String

        package var description: String { "a small picture could not be made: \(reason)" }
    }

    private static func reason(_ handle: tjhandle?) -> String { String(cString: tjGetErrorStr2(handle)) }
}

extension Picture {
    /// A picture of one byte a pixel.
    /// - Parameters:
    ///   - indices: [height, width]
    ///   - mode: what they stand for: a level of grey, black and white for 0 and all else, or a colour of the palette,
    ///     black where it has none (as in Pillow).
    ///   - transparent: the index that is not seen.
    init(
        width: Int, height: Int, indices: [UInt8], mode: Mode, transparent: UInt8? = nil, format: ImageFormat
    ) {
        var table = mode.table
        if let transparent { table[Int(transparent) * 4 + 3] = 0 }
        let rgba = [UInt8](unsafeUninitializedCapacity: indices.count * 4) { rgba, filled in
            for (pixel, index) in indices.enumerated() {
                for channel in 0..<4 { rgba[pixel * 4 + channel] = table[Int(index) * 4 + channel] }
            }
            filled = indices.count * 4
        }
        self.init(
            width: width, height: height, rgba: rgba, hasAlpha: transparent != nil, format: format.rawValue, mode: mode)
    }
}

extension Picture.Mode {
    /// RGBA of every index, [256, 4].
    fileprivate var table: [UInt8] {
        (0..<256).flatMap { index -> [UInt8] in
            switch self {
            case .grey: [UInt8(index), UInt8(index), UInt8(index), 255]
            case .bilevel: index == 0 ? [0, 0, 0, 255] : [255, 255, 255, 255]
            case .palette(let colours) where index * 3 + 3 <= colours.count:
                colours[index * 3..<index * 3 + 3] + [255]
            case .palette: [0, 0, 0, 255]
            default: preconditionFailure("a picture of indices is grey, bilevel or has a palette")
            }
        }
    }
}

extension Picture {
    /// Modes as Pillow's BmpImagePlugin gives them.
    /// - Throws: `ImageError`
    init(bmp data: Data, file: URL) throws {
        var cursor = ByteCursor(data, format: "BMP", file: file)
        self = try Self(BMPHeader(&cursor), &cursor, file: file)
    }

    /// What follows the header.
    /// - Throws: `ImageError`
    init(_ header: BMPHeader, _ cursor: inout ByteCursor, file: URL) throws {
        let (width, height) = (header.width, header.height)
        _ = try Self.byteCount(width: width, height: height, file: file)
        cursor.position = header.offset
        switch header.pixels {
        case .indices(let bits, let mode):
            let indices = try cursor.indices(header, bits: bits)
            self.init(width: width, height: height, indices: indices, mode: mode, format: .bmp)
        case .runs(let bits, let mode):
            let runs = try cursor.runs(width: width, count: width * height, bits: bits)
            let indices = header.rows.flatMap { runs[$0 * width..<($0 + 1) * width] }
            self.init(width: width, height: height, indices: indices, mode: mode, format: .bmp)
        case .colours(let bits, let fields):
            self.init(
                width: width, height: height, rgba: try cursor.rgba(header, bits: bits, fields),
                hasAlpha: fields.hasAlpha, format: ImageFormat.bmp.rawValue)
        }
    }
}

extension BMPHeader {
    /// Where each row of the picture is in the file.
    fileprivate var rows: [Int] { isTopDown ? Array(0..<height) : (0..<height).reversed() }
}

extension ByteCursor {
    /// The rows of the picture from the top, each starting at a multiple of 32 bits.
    private func rows(_ header: BMPHeader, bits: Int) throws -> [ArraySlice<UInt8>] {
        let length = (header.width * bits + 7) / 8
        let stride = (header.width * bits + 31) / 32 * 4
        // Nothing needs to follow the last pixel.
        guard (header.height - 1) * stride + length <= left else { throw truncated }
        return header.rows.map { bytes[position + $0 * stride..<position + $0 * stride + length] }
    }

    /// - Returns: [height, width], of 1, 4 or 8 bits, the highest of a byte first.
    fileprivate func indices(_ header: BMPHeader, bits: Int) throws -> [UInt8] {
        let mask = UInt8(1 << bits - 1)
        return try rows(header, bits: bits).flatMap { row in
            bits == 8
                ? Array(row)
                : (0..<header.width).map { x in
                    row[row.startIndex + x * bits / 8] >> (8 - bits - x * bits % 8) & mask
                }
        }
    }

    /// - Returns: [height, width, 4], of 16, 24 or 32 bits, the lowest byte first.
    fileprivate func rgba(_ header: BMPHeader, bits: Int, _ fields: BMPFields) throws -> [UInt8] {
        let rows = try rows(header, bits: bits)
        let count = header.width * header.height * 4
        return [UInt8](unsafeUninitializedCapacity: count) { rgba, filled in
            var target = 0
            for row in rows {
                for start in stride(from: row.startIndex, to: row.endIndex, by: bits / 8) {
                    var pixel: UInt32 = 0
                    for byte in 0..<bits / 8 { pixel |= UInt32(row[start + byte]) << (8 * UInt32(byte)) }
                    (rgba[target], rgba[target + 1], rgba[target + 2], rgba[target + 3]) = fields(pixel)
                    target += 4
                }
            }
            filled = count
        }
    }
}
