import CZlib

/// zlib's inflate, over input and output in pieces.
final class Inflater {
    enum Format: Int32 {
        /// Deflate's blocks alone, as in a zip.
        case raw = -15
        case gzip = 31
        case zlib = 15
        /// gzip or zlib, as the header says.
        case either = 47
    }

    struct Step {
        let consumed: Int
        let produced: Int
        /// Whether the last block has ended, and a checksum behind it was right.
        let isEnd: Bool
        /// At the end of a block that is not the last: how many bits of the last byte belong to the next one.
        let bitsLeft: Int?
    }

    /// The bytes are not what inflate expects.
    struct Failure: Error {}

    /// The library keeps its address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    /// - Throws: `Inflater.Failure` where there is no memory.
    init(_ format: Format) throws {
        stream.initialize(to: z_stream())
        guard inflateInit2_(stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Failure()
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Before another stream.
    func reset(_ format: Format) throws {
        guard inflateReset2(stream, format.rawValue) == Z_OK else { throw Failure() }
    }

    /// Goes on in the middle of raw blocks.
    /// - Parameters:
    ///   - bits: of the byte before the input that belong to the first block.
    ///   - window: what was unpacked before.
    func resume(bits: Int, of byte: UInt8, window: [UInt8]) throws {
        if bits > 0, inflatePrime(stream, Int32(bits), Int32(byte >> UInt8(8 - bits))) != Z_OK { throw Failure() }
        guard window.isEmpty || inflateSetDictionary(stream, window, UInt32(window.count)) == Z_OK else {
            throw Failure()
        }
    }

    /// - Parameter stopsAtBlocks: ends where a block does, which `Step.bitsLeft` says.
    /// - Throws: `Inflater.Failure`
    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableBufferPointer<UInt8>, stopsAtBlocks: Bool = false
    ) throws -> Step {
        let (available, room) = (min(input.count, 1 << 30), min(output.count, 1 << 30))
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: Bytef.self))
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, stopsAtBlocks ? Z_BLOCK : Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw Failure() }
        let state = stream.pointee.data_type
        return Step(
            consumed: available - Int(stream.pointee.avail_in), produced: room - Int(stream.pointee.avail_out),
            isEnd: status == Z_STREAM_END, bitsLeft: state & 128 != 0 && state & 64 == 0 ? Int(state & 7) : nil)
    }

    /// All of a stream whose size is known.
    /// - Throws: `Inflater.Failure` where it is of another size, or broken.
    static func unpacked(_ packed: UnsafeRawBufferPointer, _ format: Format, size: Int) throws -> [UInt8] {
        let inflater = try Inflater(format)
        // One byte more, so that an output of the right size leaves room to come to the end.
        return try [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
            var (read, written) = (0, 0)
            while true {
                let step = try inflater.step(
                    UnsafeRawBufferPointer(rebasing: packed[read...]),
                    into: UnsafeMutableBufferPointer(rebasing: output[written..<size + 1]))
                read += step.consumed
                written += step.produced
                if step.isEnd { break }
                guard written <= size, step.consumed + step.produced > 0 else { throw Failure() }
            }
            guard written == size else { throw Failure() }
            count = size
        }
    }
}
