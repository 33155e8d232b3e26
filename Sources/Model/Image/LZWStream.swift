/// The pixels of a GIF's frame as they are stored: LZW with codes of up to 12 bits, in blocks of up to 255 bytes
/// (GIF89a, appendix F).
struct LZWStream {
    /// A string of the table is a stretch of what was decoded before: the last string and the pixel behind it.
    private typealias Stretch = (start: Int, count: Int)

    private static let tableLimit = 1 << 12

    private var cursor: ByteCursor
    private let bits: Int
    private var blockEnd: Int
    private var bitBuffer = 0
    private var bitCount = 0

    /// - Parameters:
    ///   - cursor: behind the byte that tells the bits.
    ///   - bits: of a pixel.
    init(_ cursor: ByteCursor, bits: Int) {
        self.cursor = cursor
        self.bits = bits
        blockEnd = cursor.position
    }

    /// - Returns: `count` pixels, in the order of the file.
    /// - Throws: `ImageError`
    mutating func pixels(_ count: Int) throws -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count)
        let clear = 1 << bits
        var table: [Stretch] = []
        var codeLength = bits + 1
        var last: Stretch?
        while pixels.count < count {
            let code = try nextCode(codeLength)
            if code == clear {
                table.removeAll(keepingCapacity: true)
                codeLength = bits + 1
                last = nil
                continue
            }
            if code == clear + 1 { throw cursor.corrupt("its pixels end too soon") }
            if let last, clear + 2 + table.count < Self.tableLimit {
                table.append((last.start, last.count + 1))
                if clear + 2 + table.count == 1 << codeLength, codeLength < 12 { codeLength += 1 }
            }
            let start = pixels.count
            if code < clear {
                pixels.append(UInt8(code))
            } else {
                guard code - clear - 2 < table.count else { throw cursor.corrupt("its pixels cannot be decoded") }
                let string = table[code - clear - 2]
                // One by one: the stretch may end in the pixel that is written first.
                for index in string.start..<string.start + string.count { pixels.append(pixels[index]) }
            }
            last = (start, pixels.count - start)
        }
        pixels.removeLast(pixels.count - count)
        return pixels
    }

    /// The lowest bits come first.
    private mutating func nextCode(_ length: Int) throws -> Int {
        while bitCount < length {
            if cursor.position == blockEnd { try startBlock() }
            bitBuffer |= Int(try cursor.byte()) << bitCount
            bitCount += 8
        }
        let code = bitBuffer & (1 << length - 1)
        bitBuffer >>= length
        bitCount -= length
        return code
    }

    private mutating func startBlock() throws {
        let length = Int(try cursor.byte())
        guard length > 0 else { throw cursor.corrupt("its pixels end too soon") }
        guard length <= cursor.left else { throw cursor.truncated }
        blockEnd = cursor.position + length
    }
}
