import Foundation

extension Picture {
    /// Modes and values as Pillow's PpmImagePlugin gives them.
    /// - Throws: `ImageError`
    init(netpbm data: Data, file: URL) throws {
        var cursor = ByteCursor(data, format: "PPM", file: file)
        let header = try NetpbmHeader(&cursor)
        let (width, height) = (header.width, header.height)
        let count = try Self.byteCount(width: width, height: height, file: file)
        let samples = try cursor.netpbmSamples(header)
        let rgba = [UInt8](unsafeUninitializedCapacity: count) { rgba, filled in
            for pixel in 0..<width * height {
                for channel in 0..<3 {
                    rgba[pixel * 4 + channel] = samples[header.channels == 1 ? pixel : pixel * 3 + channel]
                }
                rgba[pixel * 4 + 3] = 255
            }
            filled = count
        }
        let mode: Mode =
            switch header.samples {
            case .bilevel: .bilevel
            case .grey: .grey
            case .rgb: .rgb
            }
        self.init(
            width: width, height: height, rgba: rgba, hasAlpha: false, format: ImageFormat.ppm.rawValue, mode: mode)
    }
}

extension ByteCursor {
    /// Each sample from 0 to 255.
    /// - Throws: `ImageError`
    fileprivate mutating func netpbmSamples(_ header: NetpbmHeader) throws -> [UInt8] {
        let count = header.width * header.height * header.channels
        // A sample takes a bit at least, or a digit.
        guard header.isPlain || header.samples != .bilevel ? count <= left : count <= left.times(8) ?? .max else {
            throw truncated
        }
        if header.isPlain { return try plainSamples(header, count) }
        if header.samples == .bilevel {
            let stride = (header.width + 7) / 8
            let rows = try take(stride * header.height)
            return (0..<count).map { index in
                let (y, x) = index.quotientAndRemainder(dividingBy: header.width)
                return rows[rows.startIndex + y * stride + x / 8] >> UInt8(7 - x % 8) & 1 == 1 ? 0 : 255
            }
        }
        if header.most == 255 { return Array(try take(count)) }
        let size = header.most < 256 ? 1 : 2
        let bytes = try take(count * size)
        return stride(from: bytes.startIndex, to: bytes.endIndex, by: size).map {
            header.scaled(bytes[$0..<$0 + size].bigEndian)
        }
    }

    private mutating func plainSamples(_ header: NetpbmHeader, _ count: Int) throws -> [UInt8] {
        var samples: [UInt8] = []
        samples.reserveCapacity(count)
        var number: Int?
        while samples.count < count {
            guard left > 0 else {
                // The last number may end with the file.
                guard let last = number, samples.count == count - 1 else { throw truncated }
                samples.append(header.scaled(last))
                break
            }
            let byte = try byte()
            if byte == UInt8(ascii: "#") {
                try skipNetpbmComment()
            } else if NetpbmHeader.isSpace(byte) {
                if let whole = number { samples.append(header.scaled(whole)) }
                number = nil
            } else if header.samples == .bilevel, byte == 0x30 || byte == 0x31 {
                samples.append(byte == 0x31 ? 0 : 255)
            } else {
                let next = (number ?? 0) * 10 + Int(byte) - 0x30
                guard header.samples != .bilevel, (0x30...0x39).contains(byte), next <= header.most else {
                    throw corrupt("a sample is none from 0 to \(header.most)")
                }
                number = next
            }
        }
        return samples
    }
}

extension NetpbmHeader {
    /// Python's round: halves go to the even number.
    fileprivate func scaled(_ value: Int) -> UInt8 {
        UInt8(min(255, (Double(value) / Double(most) * 255).rounded(.toNearestOrEven)))
    }
}
