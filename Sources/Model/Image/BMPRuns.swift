extension ByteCursor {
    private enum Escape {
        static let endOfLine: UInt8 = 0
        static let endOfBitmap: UInt8 = 1
        static let step: UInt8 = 2
    }

    /// BMP's run lengths, as Pillow's BmpRleDecoder takes files that break the rules: a run ends with its row, pixels
    /// that are spelt out go on in the next one, what is stepped over has index 0.
    /// - Parameters:
    ///   - count: of all pixels, rows of `width`.
    ///   - bits: 4 or 8.
    /// - Throws: `ImageError` where there are fewer pixels.
    mutating func runs(width: Int, count: Int, bits: Int) throws -> [UInt8] {
        var pixels: [UInt8] = []
        var column = 0
        while pixels.count < count {
            let length = Int(try byte())
            let value = try byte()
            if length > 0 {
                let run = min(length, max(0, width - column))
                let pair = bits == 4 ? [value >> 4, value & 15] : [value, value]
                for index in 0..<run { pixels.append(pair[index % 2]) }
                column += run
                continue
            }
            switch value {
            case Escape.endOfLine:
                if pixels.count % width != 0 { pixels.append(zeros: width - pixels.count % width) }
                column = 0
            case Escape.endOfBitmap:
                throw corrupt("its pixels end too soon")
            case Escape.step:
                let (right, up) = (Int(try byte()), Int(try byte()))
                pixels.append(zeros: min(count - pixels.count, right + up * width))
                column = pixels.count % width
            default:
                let spelt = min(count - pixels.count, Int(value))
                let stored = try take((spelt * bits + 7) / 8)
                pixels += bits == 8 ? Array(stored) : Array(stored.flatMap { [$0 >> 4, $0 & 15] }.prefix(spelt))
                column += Int(value)
                // The next pair starts at an even place of the file.
                position += position % 2
            }
        }
        return Array(pixels.prefix(count))
    }
}

extension [UInt8] {
    fileprivate mutating func append(zeros count: Int) {
        append(contentsOf: repeatElement(0, count: count))
    }
}
