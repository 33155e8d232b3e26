/// Rows of values between separators, byte by byte as RFC 4180 has it: a value in quotation marks may hold separators and
/// line ends, and quotation marks written twice; blanks may stand before it. Lines end with LF or CRLF. Nothing needs to be
/// UTF-8.
struct DelimitedReader {
    struct Fault: Error, Equatable {
        /// Counted from 1, the header among them.
        let row: Int
    }

    private let bytes: UnsafeRawBufferPointer
    private let separator: UInt8
    private var position: Int
    /// The values of the row that was read last.
    private(set) var row = ByteStrings()
    /// Its number, counted from 1; blank rows count.
    private(set) var number = 0

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Parameter bytes: a byte order mark at their start does not count.
    init(_ bytes: UnsafeRawBufferPointer, separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Reads the next row into `row`.
    /// - Returns: false behind the last one.
    /// - Throws: `DelimitedReader.Fault` where a quotation mark is missing at the end of a value.
    mutating func next() throws -> Bool {
        guard position < bytes.count else { return false }
        row.removeAll()
        number += 1
        while true {
            let start = bytes[position...].prefix { $0 == 0x20 }.endIndex
            if start < bytes.count, bytes[start] == Self.quote {
                position = start
                try quoted()
            }
            plain()
            row.end()
            guard position < bytes.count else { return true }
            position += 1
            if bytes[position - 1] == Self.lineFeed { return true }
        }
    }

    /// Behind the opening quotation mark, up to behind the closing one.
    private mutating func quoted() throws {
        position += 1
        while true {
            let start = position
            while position < bytes.count, bytes[position] != Self.quote { position += 1 }
            guard position < bytes.count else { throw Fault(row: number) }
            row.extend(bytes[start..<position])
            position += 1
            guard position < bytes.count, bytes[position] == Self.quote else { return }
            row.extend(CollectionOfOne(Self.quote))
            position += 1
        }
    }

    /// Up to the separator or the line's end.
    private mutating func plain() {
        let start = position
        while position < bytes.count, bytes[position] != separator, bytes[position] != Self.lineFeed { position += 1 }
        let endsLine = position == bytes.count || bytes[position] == Self.lineFeed
        let isCut = endsLine && position > start && bytes[position - 1] == Self.carriageReturn
        row.extend(bytes[start..<position - (isCut ? 1 : 0)])
    }
}
