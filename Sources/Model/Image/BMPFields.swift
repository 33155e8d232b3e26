/// Where the channels of a pixel of 16, 24 or 32 bits lie.
struct BMPFields {
    private struct Field {
        let mask: UInt32
        let shift: UInt32
        let largest: UInt32

        /// Nil for a mask with holes.
        init?(_ mask: UInt32) {
            self.mask = mask
            shift = UInt32(mask.trailingZeroBitCount)
            largest = mask == 0 ? 0 : mask >> shift
            guard largest & (largest &+ 1) == 0 else { return nil }
        }

        func callAsFunction(_ pixel: UInt32) -> UInt8 {
            let value = (pixel & mask) >> shift
            return largest == 255 ? UInt8(value) : UInt8(UInt64(value) * 255 / UInt64(largest))
        }
    }

    private let red: Field
    private let green: Field
    private let blue: Field
    private let alpha: Field?

    var hasAlpha: Bool { alpha != nil }

    /// What a file without masks means. Its 32 bits have no alpha.
    init(bits: Int) {
        self.init(masks: bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF], bits: bits)!
    }

    /// As Pillow takes them: alpha only of 32 bits, and all of them zero for blue, green, red and alpha.
    /// - Parameter masks: of red, green, blue and perhaps alpha.
    /// - Returns: nil where a channel has no bits, or bits that do not lie together.
    init?(masks: [UInt32], bits: Int) {
        let areMissing = bits == 32 && masks.allSatisfy { $0 == 0 }
        let masks = areMissing ? [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000] : masks
        guard masks[..<3].allSatisfy({ $0 != 0 }),
            let red = Field(masks[0]), let green = Field(masks[1]), let blue = Field(masks[2])
        else { return nil }
        (self.red, self.green, self.blue) = (red, green, blue)
        if bits == 32, masks.count == 4, masks[3] != 0 {
            guard let alpha = Field(masks[3]) else { return nil }
            self.alpha = alpha
        } else {
            alpha = nil
        }
    }

    /// - Returns: red, green, blue, alpha, scaled to 8 bit and truncated, as in Pillow's Unpack.c.
    func callAsFunction(_ pixel: UInt32) -> (UInt8, UInt8, UInt8, UInt8) {
        (red(pixel), green(pixel), blue(pixel), alpha?(pixel) ?? 255)
    }
}
