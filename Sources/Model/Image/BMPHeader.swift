import Foundation

/// What stands before the pixels of a BMP: Windows' BITMAPCOREHEADER, BITMAPINFOHEADER and their successors up to
/// version 5, OS/2's first and second version.
struct BMPHeader {
    enum Pixels {
        case indices(bits: Int, Picture.Mode)
        case runs(bits: Int, Picture.Mode)
        case colours(bits: Int, BMPFields)
    }

    let width: Int
    /// In an icon twice the picture's, which a mask follows.
    var height: Int
    let isTopDown: Bool
    let pixels: Pixels
    /// Of the first row, from the start of the file.
    let offset: Int

    private static let fileHeaderLength = 14
    private static let lengths: Set<Int> = [12, 40, 52, 56, 64, 108, 124]

    /// Two letters are not much: the length of the header must be a known one too.
    static func begins(_ data: Data) -> Bool {
        data.starts(with: Array("BM".utf8)) && lengths.contains(data.dropFirst(fileHeaderLength).prefix(4).littleEndian)
    }

    /// - Throws: `ImageError`
    init(_ cursor: inout ByteCursor) throws {
        cursor.position = 10
        let statedOffset = try cursor.uint32()
        let length = try cursor.uint32()
        var compression = 0
        var colours = 0
        let bits: Int
        if length == 12 {
            (width, height) = (try cursor.uint16(), try cursor.uint16())
            isTopDown = false
            _ = try cursor.uint16()
            bits = try cursor.uint16()
        } else {
            width = try cursor.uint32()
            let stated = try cursor.uint32()
            // Pillow's rule: a height is below zero where its highest byte is 255.
            isTopDown = stated >> 24 == 255
            height = isTopDown ? 1 << 32 - stated : stated
            _ = try cursor.uint16()
            bits = try cursor.uint16()
            compression = try cursor.uint32()
            // The pixels' size, the resolution; behind the colours, how many are important.
            _ = try cursor.take(12)
            colours = try cursor.uint32()
            _ = try cursor.uint32()
        }
        guard width > 0, height > 0 else { throw cursor.corrupt("its size is \(width)x\(height)") }
        pixels = try Self.pixels(bits: bits, compression, headerLength: length, colours: colours, &cursor)
        // Some files forget their palette in the offset.
        let forgets = bits <= 8 && statedOffset == Self.fileHeaderLength + length
        offset = statedOffset == 0 || forgets ? cursor.position : statedOffset
    }

    /// Reads what is left of the header and the palette.
    private static func pixels(
        bits: Int, _ compression: Int, headerLength: Int, colours: Int, _ cursor: inout ByteCursor
    ) throws -> Pixels {
        switch (compression, bits) {
        case (0, 1), (0, 4), (0, 8), (1, 8), (2, 4):
            cursor.position = fileHeaderLength + headerLength
            let mode = try readMode(
                colours: colours == 0 ? 1 << bits : colours, bytes: headerLength == 12 ? 3 : 4, &cursor)
            return compression == 0 ? .indices(bits: bits, mode) : .runs(bits: bits, mode)
        case (0, 16), (0, 24), (0, 32):
            return .colours(bits: bits, BMPFields(bits: bits))
        case (3, 16), (3, 24), (3, 32):
            // Behind the short header, in the longer ones; the second has three, the rest has alpha's too.
            let count = headerLength < 56 ? 3 : 4
            let masks = try (0..<count).map { _ in UInt32(try cursor.uint32()) }
            guard let fields = BMPFields(masks: masks, bits: bits) else {
                let names = masks.map { String(format: "%08x", $0) }.joined(separator: " ")
                throw cursor.unsupported("the colour masks \(names)")
            }
            return .colours(bits: bits, fields)
        default:
            throw cursor.unsupported("\(bits) bit a pixel and compression \(compression)")
        }
    }

    /// The palette, and what Pillow makes of it: levels of grey, or black and white, where it repeats the indices.
    private static func readMode(colours count: Int, bytes: Int, _ cursor: inout ByteCursor) throws -> Picture.Mode {
        guard count <= 256 else { throw cursor.corrupt("a palette of \(count) colours") }
        let stored = try cursor.take(count * bytes)
        let colours = stride(from: stored.startIndex, to: stored.endIndex, by: bytes)
            .flatMap { [stored[$0 + 2], stored[$0 + 1], stored[$0]] }
        let step = count == 2 ? 255 : 1
        guard colours.enumerated().allSatisfy({ Int($0.element) == $0.offset / 3 * step }) else {
            return .palette(colours: colours)
        }
        return count <= 2 ? .bilevel : .grey
    }
}
