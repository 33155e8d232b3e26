import Foundation

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
