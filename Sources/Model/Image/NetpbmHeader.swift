/// The head of a PBM, PGM or PPM file (netpbm's man pages pbm, pgm and ppm), read as Pillow's PpmImagePlugin does.
struct NetpbmHeader {
    enum Samples {
        case bilevel, grey, rgb
    }

    let samples: Samples
    /// Numbers written out, or bytes.
    let isPlain: Bool
    let width: Int
    let height: Int
    /// The value of white; 1 where there are two.
    let most: Int

    var channels: Int { samples == .rgb ? 3 : 1 }

    static func begins(_ data: some Collection<UInt8>) -> Bool {
        let start = Array(data.prefix(3))
        return start.count == 3 && start[0] == UInt8(ascii: "P") && (0x31...0x36).contains(start[1])
            && isSpace(start[2])
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// - Throws: `ImageError`
    init(_ cursor: inout ByteCursor) throws {
        let kind = Int(try cursor.take(2).last! - UInt8(ascii: "0"))
        samples = [.bilevel, .grey, .rgb][(kind - 1) % 3]
        isPlain = kind <= 3
        width = try cursor.netpbmNumber()
        height = try cursor.netpbmNumber()
        most = samples == .bilevel ? 1 : try cursor.netpbmNumber()
        guard width > 0, height > 0 else { throw cursor.corrupt("its size is \(width)x\(height)") }
        guard (1..<65_536).contains(most) else { throw cursor.corrupt("white is \(most), expected 1 to 65535") }
        // Pillow reads it with 32 bit and resamples it otherwise than all that is read here.
        guard samples != .grey || most < 256 else { throw cursor.unsupported("16 bit grey") }
    }
}

extension ByteCursor {
    /// The next word of the head: behind blanks and comments, and the blank after it.
    /// - Throws: `ImageError`
    fileprivate mutating func netpbmNumber() throws -> Int {
        var number = 0
        var digits = 0
        while true {
            let byte = try byte()
            if byte == UInt8(ascii: "#") {
                try skipNetpbmComment()
            } else if NetpbmHeader.isSpace(byte) {
                if digits > 0 { return number }
            } else {
                guard (0x30...0x39).contains(byte), digits < 10 else { throw corrupt("its head has no number") }
                number = number * 10 + Int(byte - 0x30)
                digits += 1
            }
        }
    }

    /// Up to the end of the line.
    mutating func skipNetpbmComment() throws {
        while case let next = try byte(), next != 0x0A, next != 0x0D {}
    }
}
