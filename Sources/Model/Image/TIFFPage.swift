import CFormats

/// What libtiff decoded, and what Pillow makes of its samples (TiffImagePlugin's OPEN_INFO).
struct TIFFPage: CustomStringConvertible {
    enum Kind {
        /// A byte a pixel, each sample through the table.
        case indices(Picture.Mode, table: [UInt8])
        case grey16
        case cmyk
        /// 2 grey and alpha, 3 RGB, 4 RGBA.
        case channels(Int, isPremultiplied: Bool)

        var bytesAPixel: Int {
            switch self {
            case .indices: 1
            case .grey16: 2
            case .cmyk: 4
            case .channels(let count, _): count
            }
        }
    }

    private let page: cformats_page

    init(_ page: cformats_page) { self.page = page }

    var width: Int { Int(page.width) }
    var height: Int { Int(page.height) }

    var description: String {
        let names = [0: "white as 0", 1: "grey", 2: "RGB", 3: "a palette", 5: "CMYK", 6: "YCbCr", 8: "L*a*b*"]
        let kind = names[Int(page.photometric)] ?? "photometric interpretation \(page.photometric)"
        let formats = [2: " signed", 3: " floating-point"]
        return "\(page.channels) channels of \(page.bits) bit\(formats[Int(page.sample_format)] ?? ""), \(kind)"
    }

    /// The samples that are used: [height, width, bytes a pixel], of 16 bit the high byte but for grey.
    func samples(_ kind: Kind) -> [UInt8] {
        let bytes = kind.bytesAPixel
        return [UInt8](unsafeUninitializedCapacity: width * height * bytes) { out, filled in
            let out = out.baseAddress!
            switch kind {
            case .indices(_, let table):
                fill(out, channels: 1) { table[Int($0)] }
            case .grey16:
                for y in 0..<height {
                    (out + y * width * 2).update(from: page.rows + y * page.stride, count: width * 2)
                }
            case .cmyk:
                fill(out, channels: 4) { $0 }
            case .channels(let count, let isPremultiplied):
                fill(out, channels: count) { $0 }
                if isPremultiplied { unpremultiply(out) }
            }
            filled = width * height * bytes
        }
    }

    private func fill(_ out: UnsafeMutablePointer<UInt8>, channels: Int, _ value: (UInt8) -> UInt8) {
        let bits = Int(page.bits)
        let (step, mask) = (page.is_planar ? 1 : Int(page.channels), UInt8(truncatingIfNeeded: 1 << min(bits, 8) - 1))
        // The high byte of 16 bits in the machine's order.
        let high = bits == 16 ? 1.littleEndian == 1 ? 1 : 0 : 0
        for channel in 0..<channels {
            for y in 0..<height {
                let row = page.rows + (page.is_planar ? channel * height + y : y) * page.stride
                let first = page.is_planar ? 0 : channel
                let target = out + y * width * channels + channel
                for x in 0..<width {
                    let sample = first + x * step
                    let byte =
                        bits < 8
                        ? row[sample * bits / 8] >> UInt8(8 - bits - sample * bits % 8) & mask
                        : row[sample * (bits / 8) + high]
                    target[x * channels] = value(byte)
                }
            }
        }
    }

    /// As Pillow's Unpack.c takes premultiplied alpha (unpackRGBa).
    private func unpremultiply(_ rgba: UnsafeMutablePointer<UInt8>) {
        for pixel in 0..<width * height {
            let own = rgba + pixel * 4
            let alpha = Int(own[3])
            for channel in 0..<3 where alpha < 255 {
                own[channel] = alpha == 0 ? 0 : UInt8(min(255, Int(own[channel]) * 255 / alpha))
            }
        }
    }
}

extension TIFFPage.Kind {
    /// Nil for what Pillow refuses, and for its modes of 32 bit a sample, which are resampled in another way.
    /// - Parameter extra: what the first sample beyond the colours is; nil where the file does not say.
    init?(_ page: cformats_page, extra: Int?) {
        if page.is_rgb {
            self = .channels(3, isPremultiplied: false)
            return
        }
        let (bits, channels) = (Int(page.bits), Int(page.channels))
        // Pillow takes signed bytes of grey for unsigned ones.
        guard page.sample_format == 1 || (page.sample_format == 2 && bits == 8 && page.photometric == 1) else {
            return nil
        }
        switch (page.photometric, channels) {
        case (0, 1), (1, 1), (6, 1):
            guard let grey = Self.grey(bits: bits, isInverted: page.photometric == 0) else { return nil }
            self = grey
        case (1, 2) where bits == 8 && extra == 0: self = .indices(.grey, table: Array(0...255))
        case (1, 2) where bits == 8 && extra == 2: self = .channels(2, isPremultiplied: false)
        case (2, 3...6) where bits == 8 || bits == 16:
            let hasAlpha = channels > 3 && extra != 0
            guard channels == 3 || channels == 4 || extra != nil else { return nil }
            self = .channels(hasAlpha ? 4 : 3, isPremultiplied: hasAlpha && extra == 1)
        case (3, 1) where [1, 2, 4, 8].contains(bits), (3, 2) where bits == 8 && extra == 0:
            let colours = withUnsafeBytes(of: page.palette) { Array($0.prefix(3 << bits)) }
            self = .indices(.palette(colours: colours), table: Array(0...255))
        case (5, 4...6) where bits == 8 || bits == 16: self = .cmyk
        default: return nil
        }
    }

    private static func grey(bits: Int, isInverted: Bool) -> Self? {
        if bits == 16 { return .grey16 }
        guard [1, 2, 4, 8].contains(bits) else { return nil }
        let most = 1 << bits - 1
        let table = (0...255).map { level -> UInt8 in
            let grey = min(level, most) * (255 / most)
            return UInt8(isInverted ? 255 - grey : grey)
        }
        return .indices(bits == 1 ? .bilevel : .grey, table: table)
    }
}
