import Foundation

/// Weights in several files, with an index that says which tensor is where (transformers, save_pretrained):
/// {"metadata": ..., "weight_map": {"NAME": "FILE", ...}}, the files beside the index.
struct ShardedArchive: TensorArchive {
    let file: URL
    let tensors: [String: StoredTensor]
    let files: [URL]

    /// - Throws: `CheckpointError`, `MappedFile.Failure`
    init(index: URL) throws {
        file = index
        let map = try Self.map(of: index)
        var shards: [String: any TensorArchive] = [:]
        for (name, url) in try Self.shards(of: map, index: index).sorted(by: { $0.key < $1.key }) {
            shards[name] = try TensorArchives.open(url)
        }
        files = [index] + shards.keys.sorted().compactMap { shards[$0]?.file }
        tensors = try map.sorted(by: { $0.key < $1.key }).reduce(into: [:]) { tensors, entry in
            guard let tensor = shards[entry.value]?.tensors[entry.key] else {
                throw CheckpointError.malformed(index, reason: "\(entry.key) is not in \(entry.value), where it says")
            }
            tensors[entry.key] = tensor
        }
    }

    /// The files that an index names, whether they are there or not.
    /// - Throws: `CheckpointError`, `MappedFile.Failure`
    static func shards(index: URL) throws -> [URL] {
        try shards(of: map(of: index), index: index).values.sorted { $0.path < $1.path }
    }

    private static func shards(of map: [String: String], index: URL) throws -> [String: URL] {
        var shards: [String: URL] = [:]
        for shard in Set(map.values).sorted() {
            guard !shard.contains("/"), !shard.contains("\0"),
                !["", ".", "..", index.lastPathComponent].contains(shard)
            else {
                throw CheckpointError.malformed(index, reason: "\(shard) is no name of a file beside it")
            }
            shards[shard] = index.deletingLastPathComponent().appending(path: shard, directoryHint: .notDirectory)
        }
        return shards
    }

    private static func map(of index: URL) throws -> [String: String] {
        var map: [String: String]?
        let mapped = try MappedFile(index)
        var reader = JSONReader(withExtendedLifetime(mapped) { [UInt8](mapped.bytes) })
        do {
            try reader.object { reader, key in
                guard reader.text(key) == "weight_map" else { return try reader.skipValue() }
                guard map == nil else { throw reader.fault("weight_map once") }
                var files: [String: String] = [:]
                try reader.object { reader, key in
                    let name = reader.text(key)
                    guard files.updateValue(try reader.text(), forKey: name) == nil else {
                        throw CheckpointError.malformed(index, reason: "has \(name) twice")
                    }
                }
                map = files
            }
            try reader.end()
        } catch let fault as JSONReader.Fault {
            throw CheckpointError.malformed(
                index, reason: "is no index of weights: expected \(fault.expected) at byte \(fault.offset)")
        }
        guard let map else { throw CheckpointError.missingKey("weight_map", file: index) }
        return map
    }
}
