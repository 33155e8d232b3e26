import Foundation

/// A file in the IDX format of MNIST: two zeros, the type of the numbers, how many dimensions, their sizes as big-endian
/// 32 bit, then the numbers. Only bytes are read. May be packed by gzip.
struct IDXFile {
    let path: FilePath
    let dimensions: [Int]
    let isPacked: Bool

    /// Bytes of the header.
    var start: Int { 4 + 4 * dimensions.count }
    let count: Int

    private static let unsignedBytes: UInt8 = 0x08

    /// Reads the header, and compares the file's size with it.
    /// - Throws: `DatasetError.malformed`
    init(_ path: FilePath, dimensions expected: Int) throws {
        let isPacked = path.text.hasSuffix(".gz")
        func malformed(_ message: String) -> DatasetError { .malformed(path.url, message: message) }
        let header: [UInt8]
        let size: Int
        do {
            let length = 4 + 4 * expected
            header = try isPacked ? GzipFile.start(of: path, count: length) : path.start(count: length)
            size = try isPacked ? GzipFile.unpackedSize(of: path) : Int(FileVersion(path)?.size ?? 0)
        } catch {
            throw malformed("cannot be read: \(message(of: error))")
        }
        try self.init(path, isPacked: isPacked, header: header, size: size, dimensions: expected)
    }

    /// - Parameters:
    ///   - header: the first bytes, unpacked.
    ///   - size: of all, unpacked; modulo 2^32 where the file is packed.
    /// - Throws: `DatasetError.malformed`
    init(_ path: FilePath, isPacked: Bool, header: [UInt8], size: Int, dimensions expected: Int) throws {
        (self.path, self.isPacked) = (path, isPacked)
        func malformed(_ message: String) -> DatasetError { .malformed(path.url, message: message) }
        guard header.starts(with: [0, 0, Self.unsignedBytes, UInt8(expected)]), header.count == 4 + 4 * expected else {
            let found = header.prefix(4).map { String(format: "%02x", $0) }.joined(separator: " ")
            throw malformed(
                "is no IDX file of bytes with \(expected) dimensions: it begins with \(found.isEmpty ? "nothing" : found)"
            )
        }
        dimensions = (1...expected).map { header[$0 * 4..<$0 * 4 + 4].reduce(0) { $0 << 8 | Int($1) } }
        let sizes = dimensions.map(String.init).joined(separator: " x ")
        let has = isPacked ? "unpacks to" : "has"
        guard let count = Int.product(dimensions), let expected = count.plus(4 + 4 * expected) else {
            throw malformed("\(has) \(size) bytes, expected more for \(sizes)")
        }
        self.count = count
        guard size == expected % (isPacked ? 1 << 32 : .max) else {
            throw malformed("\(has) \(size) bytes, expected \(expected) for \(sizes)")
        }
        guard !isPacked || expected <= GzipFile.longest else {
            throw malformed("\(has) \(expected) bytes, at most \(GzipFile.longest) are read: unpack it first")
        }
    }

    /// Of the pictures in a file of three dimensions.
    /// - Throws: `DatasetError.malformed`
    func pixelLayout() throws -> PixelLayout {
        let layout = PixelLayout(
            width: dimensions[2], height: dimensions[1], channels: 1, order: .interleaved, format: "idx")
        let pixels = Int.product(dimensions.dropFirst()) ?? .max
        guard (1...ImageError.pixelLimit).contains(pixels) else {
            throw DatasetError.malformed(path.url, message: "its pictures are \(layout)")
        }
        return layout
    }

    /// - Parameter images: the file of what the labels are for.
    /// - Throws: `DatasetError.malformed`
    func checkLabels(count expected: Int, of images: String) throws {
        guard count == expected else {
            throw DatasetError.malformed(
                path.url, message: "has \(count) labels, expected \(expected) as \(images) has images")
        }
    }

    /// The numbers.
    /// - Throws: `DatasetError.malformed`
    func values() throws -> [UInt8] {
        do {
            return Array(
                try (isPacked ? GzipFile.contents(of: path, atMost: start + count) : Array(path.contents())).dropFirst(
                    start))
        } catch {
            throw DatasetError.malformed(path.url, message: "cannot be read: \(message(of: error))")
        }
    }
}
