import Foundation

/// One block of 512 bytes before a member of a tar archive (POSIX.1-1988 ustar, and GNU's variant of it).
struct TarHeader {
    static let size = 512

    enum Kind {
        case file
        /// GNU: the next member's name stands in this one's contents.
        case longName
        /// POSIX.1-2001: "length key=value" lines about the next member.
        case extended
        /// Links and folders, which have no contents.
        case empty
        /// Has contents that do not matter here.
        case other
    }

    let name: [UInt8]
    /// Of the contents, in bytes.
    let size: Int
    let kind: Kind

    /// Nil where the checksum is wrong: no header at all.
    init?(_ block: ArraySlice<UInt8>) {
        precondition(block.count == Self.size)
        let block = Array(block)
        guard let size = Self.number(block[124..<136]), size >= 0, let sum = Self.number(block[148..<156]),
            Self.checksum(block) == sum
        else { return nil }
        self.size = size
        switch block[156] {
        case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): kind = .file
        case UInt8(ascii: "L"): kind = .longName
        case UInt8(ascii: "x"): kind = .extended
        case UInt8(ascii: "1")...UInt8(ascii: "6"): kind = .empty
        default: kind = .other
        }
        // GNU's variant has "ustar  " there, and times where ustar has the front of a long name.
        let isUstar = block[257..<263].elementsEqual("ustar\0".utf8)
        let prefix = isUstar ? Self.text(block[345..<500]) : []
        name = (prefix.isEmpty ? [] : prefix + [UInt8(ascii: "/")]) + Self.text(block[0..<100])
    }

    /// The sum of all bytes, the checksum's own taken for spaces.
    private static func checksum(_ block: [UInt8]) -> Int {
        block.indices.reduce(0) { $0 + ((148..<156).contains($1) ? 0x20 : Int(block[$1])) }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

    /// Octal digits, or after a byte of 0x80 a big-endian number (GNU, for what octal has no room for).
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            guard field.dropLast(7).dropFirst().allSatisfy({ $0 == 0 }) else { return nil }
            return field.suffix(7).reduce(0) { $0 << 8 | Int($1) }
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
}
