import CTurboJPEG
import Foundation

extension Picture {
    /// Four components are taken for inverted CMYK, as Adobe writes them and Pillow reads them.
    /// - Throws: `ImageError`
    init(jpeg data: Data, file: URL) throws {
        guard let frame = JPEGFrame(of: data) else { throw ImageError.damaged(jpeg: data, "no frame header", file) }
        guard frame.precision == 8 else {
            throw ImageError.unsupported(file, format: "JPEG", what: "\(frame.precision) bit a sample")
        }
        guard [1, 3, 4].contains(frame.components) else {
            throw ImageError.unsupported(file, format: "JPEG", what: "\(frame.components) components")
        }
        guard frame.width > 0, frame.height > 0 else {
            throw ImageError.corrupt(file, format: "JPEG", reason: "its size is \(frame.width)x\(frame.height)")
        }
        let count = try Self.byteCount(width: frame.width, height: frame.height, file: file)
        guard count / 4 / JPEGFrame.mostPixelsOfByte <= data.count || frame.isArithmetic else {
            throw ImageError.truncated(file, format: "JPEG", bytes: data.count)
        }
        let isCMYK = frame.components == 4
        var samples = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            try Self.decode(data, frame, as: isCMYK ? TJPF_CMYK : TJPF_RGBA, into: buffer.baseAddress!, file)
            filled = count
        }
        if isCMYK {
            for index in samples.indices { samples[index] = 255 - samples[index] }
        }
        self.init(
            width: frame.width, height: frame.height, rgba: isCMYK ? Self.rgba(cmyk: samples) : samples,
            hasAlpha: false, format: ImageFormat.jpeg.rawValue,
            mode: isCMYK ? .cmyk(samples) : frame.components == 1 ? .grey : .rgb, orientation: Orientation(jpeg: data))
    }

    /// Where libjpeg only warns, the picture stands as it does for Pillow, unless the end of the file is missing.
    private static func decode(
        _ data: Data, _ frame: JPEGFrame, as format: TJPF, into buffer: UnsafeMutablePointer<UInt8>, _ file: URL
    ) throws {
        guard let decompressor = tjInitDecompress() else {
            throw ImageError.unreadable(file, reason: String(cString: tjGetErrorStr2(nil)))
        }
        defer { tjDestroy(decompressor) }
        let result = data.withUnsafeBytes { bytes in
            tjDecompress2(
                decompressor, bytes.bindMemory(to: UInt8.self).baseAddress, UInt(bytes.count), buffer,
                Int32(frame.width), 0, Int32(frame.height), Int32(format.rawValue), TJFLAG_LIMITSCANS)
        }
        guard result != 0 else { return }
        let isWarning = tjGetErrorCode(decompressor) == Int32(TJERR_WARNING.rawValue)
        if isWarning, JPEGMarkers(data).contains(where: { $0.marker == JPEGMarkers.endOfImage }) { return }
        throw ImageError.damaged(jpeg: data, String(cString: tjGetErrorStr2(decompressor)), file)
    }

    /// Pillow's conversion (Convert.c, cmyk2rgb): no colour profile.
    static func rgba(cmyk: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: cmyk.count) { rgba, filled in
            for pixel in stride(from: 0, to: cmyk.count, by: 4) {
                let light = 255 - UInt32(cmyk[pixel + 3])
                for channel in pixel..<pixel + 3 {
                    rgba[channel] = UInt8(light - (UInt32(cmyk[channel]) * light).dividedBy255)
                }
                rgba[pixel + 3] = 255
            }
            filled = cmyk.count
        }
    }
}

extension UInt32 {
    /// Rounded, for products of two bytes (Pillow's MULDIV255).
    var dividedBy255: UInt32 {
        let sum = self + 128
        return ((sum >> 8) + sum) >> 8
    }
}

extension ImageError {
    /// Truncated where the end of the image is missing, else corrupt.
    fileprivate static func damaged(jpeg data: Data, _ reason: String, _ file: URL) -> ImageError {
        JPEGMarkers(data).contains { $0.marker == JPEGMarkers.endOfImage }
            ? .corrupt(file, format: "JPEG", reason: reason)
            : .truncated(file, format: "JPEG", bytes: data.count)
    }
}
