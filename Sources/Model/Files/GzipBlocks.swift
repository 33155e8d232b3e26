/// A file that gzip packed, or a zlib stream in a file, read in parts: at places some megabytes apart it is known how to go on unpacking
/// (the method of zlib's examples/zran.c). Made by `GzipIndexer`.
final class GzipBlocks: Sendable {
    /// A place to go on from.
    struct Point: Sendable {
        let unpacked: Int
        /// The next whole byte in the file.
        let packed: Int
        /// Of the byte before, how many bits are still to be read; nil at the start of a gzip member.
        let bits: Int?
        /// The last bytes that were unpacked.
        let window: [UInt8]
    }

    private let points: [Point]
    /// Bytes of the file, and of its contents.
    private let packedSize: Int
    let size: Int
    private let format: Inflater.Format

    init(points: [Point], packedSize: Int, size: Int, format: Inflater.Format = .gzip) {
        (self.points, self.packedSize, self.size, self.format) = (points, packedSize, size, format)
    }

    /// - Throws: `GzipFile.Failure`, and what `read` throws.
    func bytes(at offset: Int, count: Int, read: ReadBytes) throws -> [UInt8] {
        guard offset >= 0, count >= 0, count <= size - offset else { throw GzipFile.Failure.notWhole }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        // The last point that is not behind the offset.
        var (index, end) = (0, points.count)
        while end - index > 1 {
            let middle = (index + end) / 2
            if points[middle].unpacked <= offset { index = middle } else { end = middle }
        }
        while bytes.count < count {
            let block = try Self.recent.value(of: self, part: index, size: \.count) {
                try unpacked(index, read: read)
            }
            let start = offset + bytes.count - points[index].unpacked
            bytes += block[start..<min(block.count, start + count - bytes.count)]
            index += 1
        }
        return bytes
    }

    private static let recent = RecentParts<GzipBlocks, [UInt8]>(atMost: 128 << 20)
    private static let pieceSize = 1 << 16

    private func unpacked(_ index: Int, read: ReadBytes) throws -> [UInt8] {
        let point = points[index]
        let length = (index + 1 < points.count ? points[index + 1].unpacked : size) - point.unpacked
        do {
            let inflater = try Inflater(point.bits == nil ? format : .raw)
            if let bits = point.bits {
                try inflater.resume(
                    bits: bits, of: bits > 0 ? read(point.packed - 1, 1)[0] : 0, window: point.window)
            }
            var position = point.packed
            // Behind bare blocks stand a checksum and a size.
            var trailer = point.bits == nil ? 0 : 8
            return try [UInt8](unsafeUninitializedCapacity: length) { output, written in
                while written < length {
                    guard position < packedSize else { throw GzipFile.Failure.notWhole }
                    let piece = try read(position, min(Self.pieceSize, packedSize - position))
                    let step = try piece.withUnsafeBytes {
                        try inflater.step($0, into: UnsafeMutableBufferPointer(rebasing: output[written..<length]))
                    }
                    position += step.consumed
                    written += step.produced
                    if step.isEnd {
                        // A zlib stream is one alone.
                        guard format == .gzip || written == length else { throw GzipFile.Failure.notWhole }
                        position += trailer
                        trailer = 0
                        try inflater.reset(.gzip)
                    } else if step.consumed + step.produced == 0 {
                        throw GzipFile.Failure.notWhole
                    }
                }
            }
        } catch is Inflater.Failure {
            throw GzipFile.Failure.notWhole
        }
    }
}
