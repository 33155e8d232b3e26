import Foundation

/// Where the first row and the first column of the stored pixels belong, by the numbers and names of TIFF 6.0 and EXIF.
package enum Orientation: Int, Sendable {
    case topLeft = 1
    case topRight, bottomRight, bottomLeft, leftTop, rightTop, rightBottom, leftBottom

    /// Rows become columns.
    var isTransposed: Bool { rawValue >= Self.leftTop.rawValue }
    /// The first stored row is shown last, as a row or as a column.
    var flipsRows: Bool { [.bottomRight, .bottomLeft, .rightTop, .rightBottom].contains(self) }
    /// The same of the first stored column.
    var flipsColumns: Bool { [.topRight, .bottomRight, .rightBottom, .leftBottom].contains(self) }

    /// The pixels in the order of `topLeft`.
    /// - Parameter bytes: [height, width, bytesAPixel]
    func turned(_ bytes: [UInt8], width: Int, height: Int, bytesAPixel: Int) -> [UInt8] {
        guard self != .topLeft else { return bytes }
        let rowStep = flipsRows ? -width : width
        let columnStep = flipsColumns ? -1 : 1
        let start = (flipsRows ? (height - 1) * width : 0) + (flipsColumns ? width - 1 : 0)
        let (right, down) = isTransposed ? (rowStep, columnStep) : (columnStep, rowStep)
        let (newWidth, newHeight) = isTransposed ? (height, width) : (width, height)
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { turned, filled in
            filled = bytes.count
            bytes.withUnsafeBytes { bytes in
                let (target, source) = (UnsafeMutableRawBufferPointer(turned), bytes.baseAddress)
                guard let target = target.baseAddress, let source else { return }
                for y in 0..<newHeight {
                    for x in 0..<newWidth {
                        memcpy(
                            target + (y * newWidth + x) * bytesAPixel,
                            source + (start + y * down + x * right) * bytesAPixel,
                            bytesAPixel)
                    }
                }
            }
        }
    }
}

extension Picture {
    /// As a viewer shows it, the pixels in the order of `Orientation.topLeft`; for looking at, not for an encoder.
    package var upright: Picture {
        guard orientation != .topLeft else { return self }
        let (newWidth, newHeight) = orientation.isTransposed ? (height, width) : (width, height)
        let turned = orientation.turned(rgba, width: width, height: height, bytesAPixel: 4)
        return Picture(width: newWidth, height: newHeight, rgba: turned, hasAlpha: hasAlpha, format: format)
    }
}

/// What EXIF says wherever a format keeps it. EXIF that cannot be understood turns nothing: the pixels are what counts.
extension Orientation {
    /// The first APP1 segment with EXIF (EXIF 2.32, 4.7.2).
    init(jpeg data: Data) {
        let segment = JPEGMarkers(data).lazy.prefix { $0.marker != JPEGMarkers.startOfScan }
            .first { $0.marker == 0xE1 && $0.payload.starts(with: Self.prefix) }
        self = segment.flatMap { Self(exif: $0.payload) } ?? .topLeft
    }

    /// The chunk eXIf (PNG, third edition, 11.3.4.5), before or after the pixels.
    init(png data: Data) {
        self.init(Chunks(png: data), name: "eXIf")
    }

    /// The chunk EXIF (WebP container specification).
    init(webp data: Data) {
        self.init(Chunks(riff: data), name: "EXIF")
    }

    private init(_ chunks: Chunks, name: String) {
        let chunk = chunks.lazy.first { $0.name == Array(name.utf8) }
        self = chunk.flatMap { Self(exif: $0.content) } ?? .topLeft
    }

    private static let prefix = Array("Exif\0\0".utf8)

    private init?(exif data: Data) {
        let tiff = data.starts(with: Self.prefix) ? data.dropFirst(Self.prefix.count) : data
        guard let value = TIFFDirectory(tiff)?.value(of: TIFFDirectory.orientation) else { return nil }
        self.init(rawValue: value)
    }
}

/// The chunks of a PNG (third edition, 5.3) or of a RIFF file as WebP is one; the last one may be cut short.
private struct Chunks: Sequence, IteratorProtocol {
    private var rest: Data
    private let isPNG: Bool

    init(png data: Data) {
        rest = data.dropFirst(8)
        isPNG = true
    }

    init(riff data: Data) {
        rest = data.dropFirst(12)
        isPNG = false
    }

    mutating func next() -> (name: [UInt8], content: Data)? {
        guard rest.count >= 8 else { return nil }
        let (first, second) = (rest.prefix(4), rest.dropFirst(4).prefix(4))
        let (name, length) = isPNG ? (second, first.bigEndian) : (first, second.littleEndian)
        let content = rest.dropFirst(8).prefix(length)
        // A checksum, or a byte that makes the length even.
        rest = rest.dropFirst(8 + length + (isPNG ? 4 : length % 2))
        return (Array(name), content)
    }
}
