import CFormats
import Foundation

extension Picture {
    /// - Throws: `ImageError`
    init(heic data: Data, file: URL) throws {
        try self.init(data, .heic, .heif, file) { cformats_heif($0, $1, .most, &$2, &$3) }
    }

    /// - Throws: `ImageError`
    init(avif data: Data, file: URL) throws {
        try self.init(data, .avif, .avif, file) { cformats_avif($0, $1, .most, &$2, &$3) }
    }

    /// - Throws: `ImageError`
    init(jxl data: Data, file: URL) throws {
        try self.init(data, .jxl, .jxl, file) { cformats_jxl($0, $1, .most, &$2, &$3) }
    }

    private init(
        _ data: Data, _ format: ImageFormat, _ library: DecoderLibrary, _ file: URL,
        decode: (UnsafePointer<UInt8>, Int, inout cformats_picture, inout cformats_failure) -> Bool
    ) throws {
        var decoded = cformats_picture()
        try data.decoded(library, file) { decode($0, $1, &decoded, &$2) }
        defer { free(decoded.samples) }
        let samples = UnsafeBufferPointer(start: decoded.samples, count: decoded.count)
        if decoded.channels == 0 {
            let jpeg = try Picture(jpeg: Data(buffer: samples), file: file)
            self.init(
                width: jpeg.width, height: jpeg.height, rgba: jpeg.rgba, hasAlpha: jpeg.hasAlpha,
                format: format.rawValue, mode: jpeg.mode, orientation: jpeg.orientation)
            return
        }
        let orientation = Orientation(rawValue: Int(decoded.orientation)) ?? .topLeft
        let (width, height) = (Int(decoded.width), Int(decoded.height))
        if decoded.bits == 16 {
            let grey = UnsafeRawBufferPointer(samples).bindMemory(to: UInt16.self)
            self.init(width: width, height: height, grey16: Array(grey), format: format, orientation: orientation)
        } else {
            self.init(
                width: width, height: height, samples: Array(samples), channels: Int(decoded.channels), format: format,
                orientation: orientation)
        }
    }

    /// - Parameters:
    ///   - samples: [height, width, channels]
    ///   - channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
    init(
        width: Int, height: Int, samples: [UInt8], channels: Int, format: ImageFormat,
        orientation: Orientation = .topLeft
    ) {
        let rgba =
            channels == 4
            ? samples
            : [UInt8](unsafeUninitializedCapacity: width * height * 4) { rgba, filled in
                for pixel in 0..<width * height {
                    let start = pixel * channels
                    for channel in 0..<3 { rgba[pixel * 4 + channel] = samples[start + (channels < 3 ? 0 : channel)] }
                    rgba[pixel * 4 + 3] = channels == 2 ? samples[start + 1] : 255
                }
                filled = width * height * 4
            }
        let modes: [Mode] = [.grey, .greyAlpha, .rgb, .rgba]
        self.init(
            width: width, height: height, rgba: rgba, hasAlpha: channels % 2 == 0, format: format.rawValue,
            mode: modes[channels - 1], orientation: orientation)
    }

    init(width: Int, height: Int, grey16: [UInt16], format: ImageFormat, orientation: Orientation = .topLeft) {
        self.init(
            width: width, height: height, rgba: Self.rgba(grey16: grey16), hasAlpha: false, format: format.rawValue,
            mode: .grey16(grey16), orientation: orientation)
    }
}

extension cformats_limits {
    static var most: Self { .init(pixels: UInt64(ImageError.pixelLimit), side: UInt32(ImageError.sideLimit)) }
}

extension Data {
    /// Runs one of CFormats' functions over the bytes.
    /// - Throws: `ImageError`
    func decoded(
        _ library: DecoderLibrary, _ file: URL,
        _ decode: (UnsafePointer<UInt8>, Int, inout cformats_failure) -> Bool
    ) throws {
        var failure = cformats_failure()
        let isDone = withUnsafeBytes { bytes in
            decode(bytes.bindMemory(to: UInt8.self).baseAddress!, bytes.count, &failure)
        }
        guard !isDone else { return }
        let format = library.format
        let reason = Swift.withUnsafeBytes(of: failure.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch failure.reason {
        case CFORMATS_NO_LIBRARY:
            throw ImageError.needsLibrary(file, format: format, package: library.package)
        case CFORMATS_TOO_LARGE:
            throw ImageError.tooLarge(file, width: Int(failure.width), height: Int(failure.height))
        case CFORMATS_NO_MEMORY: throw ImageError.unreadable(file, reason: reason)
        case CFORMATS_CORRUPT where !ISOBoxes.endEarly(self):
            throw ImageError.corrupt(file, format: format, reason: reason.printable)
        default: throw ImageError.truncated(file, format: format, bytes: count)
        }
    }
}
