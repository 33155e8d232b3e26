import Foundation

extension Picture {
    /// The picture that Pillow's IcoImagePlugin takes by itself.
    /// - Throws: `ImageError`
    init(ico data: Data, file: URL) throws {
        var cursor = ByteCursor(data, format: "ICO", file: file)
        guard let entry = try ICOEntry.all(&cursor).min(by: ICOEntry.comesFirst) else {
            throw cursor.corrupt("no picture in it")
        }
        guard entry.offset < data.count else { throw cursor.truncated }
        let content = Data(data.dropFirst(entry.offset))
        let picture: Picture
        do {
            picture =
                ImageFormat(of: content) == .png
                ? try Picture(png: content, file: file) : try Picture(icon: content, entry, in: data, file: file)
        } catch ImageError.truncated {
            throw cursor.truncated
        }
        self.init(
            width: picture.width, height: picture.height, rgba: picture.rgba, hasAlpha: picture.hasAlpha,
            format: ImageFormat.ico.rawValue, mode: picture.mode)
    }

    /// A bitmap without the header of a file, and a mask behind it.
    private init(icon content: Data, _ entry: ICOEntry, in data: Data, file: URL) throws {
        // Its pixels follow the palette: the offset is 0.
        var cursor = ByteCursor(Data("BM".utf8) + Data(count: 12) + content, format: "ICO", file: file)
        var header = try BMPHeader(&cursor)
        _ = try Self.byteCount(width: header.width, height: header.height, file: file)
        header.height /= 2
        guard header.height > 0 else { throw cursor.corrupt("its size is \(header.width)x1") }
        let picture = try Picture(header, &cursor, file: file)
        let (width, height) = (picture.width, picture.height)
        var rgba = picture.rgba
        if entry.bits == 32 {
            cursor.position = header.offset
            let pixels = try cursor.take(width * height * 4)
            for y in 0..<height {
                for x in 0..<width {
                    rgba[(y * width + x) * 4 + 3] = pixels[pixels.startIndex + ((height - 1 - y) * width + x) * 4 + 3]
                }
            }
        } else {
            let stride = (width + 31) / 32 * 4
            let start = entry.offset + entry.size - stride * height
            guard start >= 0, start + stride * height <= data.count else { throw cursor.truncated }
            let mask = [UInt8](data.dropFirst(start).prefix(stride * height))
            for y in 0..<height {
                for x in 0..<width {
                    let isHidden = mask[(height - 1 - y) * stride + x / 8] >> UInt8(7 - x % 8) & 1 == 1
                    rgba[(y * width + x) * 4 + 3] = isHidden ? 0 : 255
                }
            }
        }
        self.init(width: width, height: height, rgba: rgba, hasAlpha: true, format: ImageFormat.ico.rawValue)
    }
}

/// One picture of an icon.
struct ICOEntry {
    let width: Int
    let height: Int
    /// Pillow's: what is written, or what the number of colours needs, else 256.
    let depth: Int
    let bits: Int
    let size: Int
    let offset: Int

    static func begins(_ data: Data) -> Bool {
        data.starts(with: [0, 0, 1, 0]) && data.dropFirst(4).prefix(2).contains { $0 != 0 }
    }

    /// - Throws: `ImageError`
    static func all(_ cursor: inout ByteCursor) throws -> [ICOEntry] {
        cursor.position = 4
        return try (0..<cursor.uint16()).map { _ in
            let head = Array(try cursor.take(4))
            _ = try cursor.uint16()
            let bits = try cursor.uint16()
            let size = try cursor.uint32()
            let colours = Int(head[2])
            let needed = colours > 1 ? Int.bitWidth - (colours - 1).leadingZeroBitCount : 0
            return ICOEntry(
                width: head[0] == 0 ? 256 : Int(head[0]), height: head[1] == 0 ? 256 : Int(head[1]),
                depth: bits != 0 ? bits : needed != 0 ? needed : 256, bits: bits, size: size,
                offset: try cursor.uint32())
        }
    }

    /// The largest, and of equal ones the one of fewest colours.
    static func comesFirst(_ left: ICOEntry, _ right: ICOEntry) -> Bool {
        let (own, other) = (left.width * left.height, right.width * right.height)
        return own != other ? own > other : left.depth < right.depth
    }
}
