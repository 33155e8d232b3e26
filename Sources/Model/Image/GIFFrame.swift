import Foundation

/// The first frame of a GIF and the canvas it lies on (GIF89a, CompuServe 1990).
struct GIFFrame {
    /// Of the canvas: the logical screen, made larger where the frame reaches beyond it.
    private(set) var width: Int
    private(set) var height: Int
    /// Nil where there is none and an index is a level of grey.
    private(set) var palette: [UInt8]?
    private(set) var transparent: UInt8?
    private var columns = 0..<0
    private var rows = 0..<0
    private var isInterlaced = false
    private var bits = 0
    /// Where the pixels start.
    private var cursor: ByteCursor

    private enum Block {
        static let image = UInt8(ascii: ",")
        static let `extension` = UInt8(ascii: "!")
        static let end = UInt8(ascii: ";")
        static let graphicControl: UInt8 = 0xF9
    }

    /// Reads up to the pixels.
    /// - Throws: `ImageError`
    init(of data: Data, file: URL) throws {
        cursor = ByteCursor(data, format: "GIF", file: file)
        cursor.position = 6
        (width, height) = (try cursor.uint16(), try cursor.uint16())
        let flags = try cursor.byte()
        // The background's index, which no viewer heeds, and the shape of a pixel.
        _ = try cursor.take(2)
        palette = try readPalette(flags)
        var block = try cursor.byte()
        while block != Block.image {
            if block == Block.end { throw cursor.corrupt("no picture in it") }
            if block == Block.extension { try readExtension() }
            block = try cursor.byte()
        }
        try readDescriptor()
    }

    private mutating func readPalette(_ flags: UInt8) throws -> [UInt8]? {
        flags & 0x80 == 0 ? nil : Array(try cursor.take(3 << (Int(flags & 7) + 1)))
    }

    /// Keeps the transparent index, skips the rest.
    private mutating func readExtension() throws {
        var label: UInt8? = try cursor.byte()
        while case let length = Int(try cursor.byte()), length > 0 {
            let block = try cursor.take(length)
            if label == Block.graphicControl, block.count >= 4, block.first! & 1 == 1 {
                transparent = block[block.startIndex + 3]
            }
            label = nil
        }
    }

    private mutating func readDescriptor() throws {
        let (left, top) = (try cursor.uint16(), try cursor.uint16())
        columns = left..<left + (try cursor.uint16())
        rows = top..<top + (try cursor.uint16())
        guard !columns.isEmpty, !rows.isEmpty else {
            throw cursor.corrupt("its picture is \(columns.count)x\(rows.count)")
        }
        (width, height) = (max(width, columns.upperBound), max(height, rows.upperBound))
        let flags = try cursor.byte()
        isInterlaced = flags & 0x40 != 0
        palette = try readPalette(flags) ?? palette
        bits = Int(try cursor.byte())
        guard (2...8).contains(bits) else { throw cursor.corrupt("\(bits) bit a pixel") }
    }

    /// - Returns: [height, width], around the frame the transparent index, or 0.
    /// - Throws: `ImageError`
    func indices() throws -> [UInt8] {
        var stream = LZWStream(cursor, bits: bits)
        let pixels = try stream.pixels(columns.count * rows.count)
        var canvas = [UInt8](repeating: transparent ?? 0, count: width * height)
        for (line, row) in storedRows.enumerated() {
            let start = row * width + columns.lowerBound
            let source = line * columns.count
            canvas.replaceSubrange(start..<start + columns.count, with: pixels[source..<source + columns.count])
        }
        return canvas
    }

    /// The rows of the canvas in the order of the file (appendix E).
    private var storedRows: [Int] {
        guard isInterlaced else { return Array(rows) }
        return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { start, step in
            stride(from: rows.lowerBound + start, to: rows.upperBound, by: step)
        }
    }
}
