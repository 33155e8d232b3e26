import CSnappy
import CZstd

/// Unpacks pages. Numbers are those of CompressionCodec in parquet.thrift.
enum ParquetCodec {
    private static let names = [1: "snappy", 2: "gzip", 3: "LZO", 4: "Brotli", 5: "LZ4", 6: "zstd", 7: "LZ4"]

    /// - Parameter size: of the unpacked page, as its header says.
    /// - Throws: `ParquetFile.Failure`
    static func unpacked(_ bytes: ArraySlice<UInt8>, _ codec: Int, size: Int) throws -> [UInt8] {
        guard codec != 0 else { return Array(bytes) }
        let name = names[codec] ?? "codec \(codec)"
        guard [1, 2, 6].contains(codec) else { throw ParquetFile.Failure.packed(name) }
        if codec == 2 {
            guard let page = try? bytes.withUnsafeBytes({ try Inflater.unpacked($0, .either, size: size) }) else {
                throw broken(name, size)
            }
            return page
        }
        var isWhole = false
        let page = [UInt8](unsafeUninitializedCapacity: size) { page, count in
            bytes.withUnsafeBytes { packed in
                isWhole =
                    codec == 1
                    ? snappy(packed, page)
                    : ZSTD_decompress(page.baseAddress, size, packed.baseAddress, packed.count) == size
            }
            count = isWhole ? size : 0
        }
        guard isWhole else { throw broken(name, size) }
        return page
    }

    private static func broken(_ name: String, _ size: Int) -> ParquetFile.Failure {
        .malformed("a page is no whole \(name) of \(size) bytes")
    }

    private static func snappy(_ packed: UnsafeRawBufferPointer, _ page: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let start = packed.baseAddress?.assumingMemoryBound(to: CChar.self)
        var count = 0
        guard snappy_uncompressed_length(start, packed.count, &count) == SNAPPY_OK, count == page.count else {
            return false
        }
        return page.withMemoryRebound(to: CChar.self) {
            snappy_uncompress(start, packed.count, $0.baseAddress, &count) == SNAPPY_OK
        }
    }
}
