import Foundation

/// The marker segments of a JPEG stream in their order (ITU-T T.81, annex B), entropy-coded data left out.
struct JPEGMarkers: Sequence, IteratorProtocol {
    struct Segment {
        /// The byte after 0xFF.
        let marker: UInt8
        /// Without marker and length.
        let payload: Data
    }

    static let startOfScan: UInt8 = 0xDA
    static let endOfImage: UInt8 = 0xD9

    private var rest: Data

    init(_ data: Data) {
        rest = data
    }

    mutating func next() -> Segment? {
        while let start = rest.firstIndex(of: 0xFF), start + 1 < rest.endIndex {
            let marker = rest[start + 1]
            rest = rest[(start + (marker == 0xFF ? 1 : 2))...]
            switch marker {
            // A byte 0xFF of the data, temporary and restart markers, the start of the image, padding.
            case 0x00, 0x01, 0xD0...0xD8, 0xFF: continue
            case Self.endOfImage: return Segment(marker: marker, payload: Data())
            default: return segment(marker)
            }
        }
        return nil
    }

    private mutating func segment(_ marker: UInt8) -> Segment? {
        guard rest.count >= 2 else { return nil }
        let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
        guard length >= 2, length <= rest.count else { return nil }
        let segment = Segment(marker: marker, payload: rest.dropFirst(2).prefix(length - 2))
        rest = rest.dropFirst(length)
        return segment
    }
}

/// Size and components of a JPEG, from its frame header (ITU-T T.81, B.2.2).
struct JPEGFrame {
    let precision: Int
    let width: Int
    let height: Int
    let components: Int
    /// Coded arithmetically and not by Huffman's codes: then many blocks can share a bit.
    let isArithmetic: Bool

    /// A code has a bit at least and a block of 8 by 8 pixels one code. No component has all blocks where each is
    /// sampled more coarsely than another one, which the last factor allows for.
    static let mostPixelsOfByte = 8 * 64 * 4

    /// Nil where the stream ends or scans start before a frame header.
    init?(of data: Data) {
        for segment in JPEGMarkers(data) {
            switch segment.marker {
            // The other three in this range define Huffman tables, an extension and arithmetic coding.
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(segment.marker):
                let bytes = [UInt8](segment.payload)
                guard bytes.count >= 6 else { return nil }
                isArithmetic = segment.marker > 0xC8
                precision = Int(bytes[0])
                height = Int(bytes[1]) << 8 | Int(bytes[2])
                width = Int(bytes[3]) << 8 | Int(bytes[4])
                components = Int(bytes[5])
                return
            case JPEGMarkers.startOfScan, JPEGMarkers.endOfImage: return nil
            default: continue
            }
        }
        return nil
    }
}
