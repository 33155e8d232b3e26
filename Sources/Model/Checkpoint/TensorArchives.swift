import Foundation

/// Files of weights by what is in them, whatever they are called.
enum TensorArchives {
    /// - Parameter url: a safetensors file, one that torch.save or torch.jit.save wrote, or a
    ///   model.safetensors.index.json or pytorch_model.bin.index.json beside its shards.
    /// - Throws: `CheckpointError`, `MappedFile.Failure`
    static func open(_ url: URL) throws -> any TensorArchive {
        if url.pathExtension == "json" { return try ShardedArchive(index: url) }
        let mapped = try MappedFile(url)
        return try withExtendedLifetime(mapped) {
            if let reason = ForeignFormat.reason(mapped.bytes) { throw CheckpointError.malformed(url, reason: reason) }
            // A zip archive, or the pickle of an older torch; in safetensors the header follows behind eight bytes.
            let isZip = mapped.bytes.starts(with: "PK\u{3}\u{4}".utf8)
            let isPickle = mapped.bytes.count > 2 && mapped.bytes[0] == 0x80 && (2...5).contains(mapped.bytes[1])
            let hasHeader = mapped.bytes.count > 8 && mapped.bytes[8] == UInt8(ascii: "{")
            guard isZip || isPickle, !hasHeader else {
                let archive = try Safetensors(mapped)
                try check(archive.metadata["format"], url)
                return archive
            }
            return try TorchArchive(mapped)
        }
    }

    /// A model's weights, under the names that its towers have.
    /// - Throws: as `open`, and for what belongs to no model of CLIP's kind.
    static func model(_ url: URL) throws -> any TensorArchive {
        try UnwrappedArchive(open(url))
    }

    /// Other programs keep the sides of their tensors in another order, under the same names.
    private static func check(_ format: String?, _ url: URL) throws {
        guard let format, ["mlx", "tf", "flax"].contains(format) else { return }
        throw CheckpointError.malformed(
            url, reason: "holds the weights as \(format) orders them, which is not read; get torch's (format pt)")
    }
}
