import CSnappy
import CZlib
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
        var isWhole = false
        let page = [UInt8](unsafeUninitializedCapacity: size) { page, count in
            bytes.withUnsafeBytes { packed in
                switch codec {
                case 1: isWhole = snappy(packed, page)
                case 2: isWhole = gzip(packed, page)
                default:
                    isWhole = ZSTD_decompress(page.baseAddress, size, packed.baseAddress, packed.count) == size
                }
            }
            count = isWhole ? size : 0
        }
        guard isWhole else { throw ParquetFile.Failure.malformed("a page is no whole \(name) of \(size) bytes") }
        return page
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

    private static func gzip(_ packed: UnsafeRawBufferPointer, _ page: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        var stream = z_stream()
        // 32: the header says whether it is gzip or zlib.
        guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return false
        }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress?.assumingMemoryBound(to: Bytef.self))
        stream.avail_in = UInt32(packed.count)
        stream.next_out = page.baseAddress
        stream.avail_out = UInt32(page.count)
        return inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
    }
}
