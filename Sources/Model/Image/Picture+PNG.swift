import CPNG
import Foundation

extension Picture {
    /// Modes as Pillow's PngImagePlugin gives them: 16 bit keeps the high byte but for grey without alpha.
    /// - Throws: `ImageError`
    init(png data: Data, file: URL) throws {
        var header = cpng_header()
        try data.withPNG(file) { cpng_read_header($0, $1, &header, &$2) }
        let (width, height) = (Int(header.width), Int(header.height))
        let count = try Self.byteCount(width: width, height: height, file: file)
        // Deflate makes 1032 bytes of one at most.
        guard header.storedBytes / 1032 <= data.count else {
            throw ImageError.truncated(file, format: "PNG", bytes: data.count)
        }
        let mode: Mode
        let rgba: [UInt8]
        if header.isGrey16 {
            let grey = try [UInt16](unsafeUninitializedCapacity: count / 4) { buffer, filled in
                try data.withPNG(file) { cpng_read_grey16($0, $1, buffer.baseAddress, &$2) }
                filled = count / 4
            }
            mode = .grey16(grey)
            rgba = Self.rgba(grey16: grey)
        } else {
            mode = Mode(header)
            rgba = try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                try data.withPNG(file) { cpng_read_rgba($0, $1, buffer.baseAddress, &$2) }
                filled = count
            }
        }
        self.init(
            width: width, height: height, rgba: rgba, hasAlpha: header.hasAlpha, format: ImageFormat.png.rawValue,
            mode: mode, orientation: Orientation(png: data))
    }

    /// Pillow's conversion of 16 bit grey (Convert.c, I16_RGB): clipped, not scaled.
    static func rgba(grey16: [UInt16]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: grey16.count * 4) { rgba, filled in
            for (index, value) in grey16.enumerated() {
                let grey = UInt8(clamping: value)
                for channel in 0..<3 { rgba[index * 4 + channel] = grey }
                rgba[index * 4 + 3] = 255
            }
            filled = grey16.count * 4
        }
    }
}

extension Picture.Mode {
    /// 16 bit grey aside.
    fileprivate init(_ header: cpng_header) {
        switch Int(header.colour_type) {
        case CPNG_GREY: self = header.bit_depth == 1 ? .bilevel : .grey
        case CPNG_RGB: self = .rgb
        case CPNG_GREY_ALPHA: self = .greyAlpha
        case CPNG_RGBA: self = .rgba
        default: self = .palette(colours: header.colours)
        }
    }
}

extension cpng_header {
    /// Of all rows, before they were packed.
    fileprivate var storedBytes: Int {
        let channels = [CPNG_GREY: 1, CPNG_RGB: 3, CPNG_PALETTE: 1, CPNG_GREY_ALPHA: 2, CPNG_RGBA: 4]
        let bits = (channels[Int(colour_type)] ?? 1) * Int(bit_depth)
        return Int(height) * (1 + (Int(width) * bits + 7) / 8)
    }

    fileprivate var isGrey16: Bool { bit_depth == 16 && Int(colour_type) == CPNG_GREY }

    fileprivate var hasAlpha: Bool {
        [CPNG_GREY_ALPHA, CPNG_RGBA].contains(Int(colour_type)) || (has_transparency && !isGrey16)
    }

    fileprivate var colours: [UInt8] {
        withUnsafeBytes(of: palette) { Array($0.prefix(Int(palette_count) * 3)) }
    }
}

extension Data {
    /// Runs one of CPNG's functions over the bytes.
    /// - Throws: `ImageError`
    fileprivate func withPNG(
        _ file: URL, _ read: (UnsafePointer<UInt8>, Int, inout cpng_failure) -> Bool
    ) throws {
        var failure = cpng_failure()
        let isDone = withUnsafeBytes { bytes in
            read(bytes.bindMemory(to: UInt8.self).baseAddress!, bytes.count, &failure)
        }
        guard !isDone else { return }
        if failure.ends_early { throw ImageError.truncated(file, format: "PNG", bytes: count) }
        let reason = Swift.withUnsafeBytes(of: failure.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        throw ImageError.corrupt(file, format: "PNG", reason: reason)
    }
}
