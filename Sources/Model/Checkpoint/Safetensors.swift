import Foundation

/// A safetensors file (github.com/huggingface/safetensors, README, "Format"): eight bytes of header length, a JSON
/// header, and the tensors' bytes without holes.
struct Safetensors: TensorArchive {
    let file: URL
    let tensors: [String: StoredTensor]
    /// What the writer says of the file.
    let metadata: [String: String]

    /// The format's own limit for a header.
    static let longestHeader = 100_000_000

    /// - Throws: `CheckpointError`
    init(contentsOf url: URL) throws {
        try self.init(MappedFile(url))
    }

    init(_ mapped: MappedFile) throws {
        let url = mapped.url
        file = url
        let bytes = mapped.bytes
        guard bytes.count >= 8 else {
            throw CheckpointError.malformed(url, reason: "\(bytes.count) bytes are no safetensors file")
        }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= UInt64(min(Self.longestHeader, bytes.count - 8)) else {
            throw CheckpointError.malformed(
                url,
                reason: "is cut short or no safetensors file: a header of \(length) bytes in a file of \(bytes.count)")
        }
        let start = 8 + Int(length)
        let (entries, metadata) = try Self.header([UInt8](bytes[8..<start]), of: url)
        self.metadata = metadata
        var tensors: [String: StoredTensor] = [:]
        // In order: of several faults the same one is told each time.
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
            tensors[name] = try Self.tensor(name, entry, in: mapped, start: start)
        }
        self.tensors = tensors
        try checkThatNothingOverlaps(from: start, to: bytes.count)
    }

    private struct Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?

        init(_ reader: inout JSONReader) throws {
            try reader.object { reader, key in
                switch (reader.text(key), type, shape, offsets) {
                case ("dtype", nil, _, _): type = try reader.text()
                case ("shape", _, nil, _): shape = try Self.integers(&reader)
                case ("data_offsets", _, _, nil): offsets = try Self.integers(&reader)
                default: throw reader.fault("dtype, shape and data_offsets before this, each once")
                }
            }
        }

        private static func integers(_ reader: inout JSONReader) throws -> [Int] {
            var values: [Int] = []
            try reader.array { values.append(try $0.integer()) }
            return values
        }
    }

    /// Names are checked here and not left to a JSON decoder: that one would keep one of two entries and say nothing.
    private static func header(_ bytes: [UInt8], of url: URL) throws
        -> (entries: [String: Entry], metadata: [String: String])
    {
        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]
        var names: Set<String> = []
        var reader = JSONReader(bytes)
        do {
            try reader.object { reader, key in
                let name = reader.text(key)
                guard names.insert(name).inserted else {
                    throw CheckpointError.malformed(url, reason: "its header has \(name) twice")
                }
                if name == "__metadata__" {
                    try reader.object { reader, key in metadata[reader.text(key)] = try reader.text() }
                } else {
                    entries[name] = try Entry(&reader)
                }
            }
            try reader.end()
        } catch let fault as JSONReader.Fault {
            throw CheckpointError.malformed(
                url,
                reason:
                    "its header is not that of a safetensors file: expected \(fault.expected) at byte \(fault.offset)")
        }
        return (entries, metadata)
    }

    private static func tensor(_ name: String, _ entry: Entry, in file: MappedFile, start: Int) throws -> StoredTensor {
        guard let typeName = entry.type, let shape = entry.shape, let offsets = entry.offsets else {
            throw CheckpointError.malformed(
                file.url, reason: "\(name) in its header lacks one of dtype, shape and data_offsets")
        }
        guard let type = ElementType(rawValue: typeName) else {
            throw CheckpointError.wrongType(name: name, found: typeName, file: file.url)
        }
        let available = file.bytes.count - start
        guard offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= available else {
            throw CheckpointError.malformed(
                file.url,
                reason: "\(name) lies at \(offsets), expected within 0 to \(available): is the file cut short?")
        }
        let size = type.bytes(of: shape)
        guard size == offsets[1] - offsets[0] else {
            throw CheckpointError.malformed(
                file.url,
                reason:
                    "\(name) of shape \(shape) has \(offsets[1] - offsets[0]) bytes, expected \(size.map(String.init) ?? "less")"
            )
        }
        return StoredTensor(type: type, shape: shape, file: file, range: start + offsets[0]..<start + offsets[1])
    }

    private func checkThatNothingOverlaps(from start: Int, to end: Int) throws {
        var position = start
        for (name, tensor) in tensors.sorted(by: {
            ($0.value.range.lowerBound, $0.key) < ($1.value.range.lowerBound, $1.key)
        })
        where !tensor.range.isEmpty {
            guard tensor.range.lowerBound == position else {
                throw CheckpointError.malformed(
                    file,
                    reason:
                        "\(name) begins at \(tensor.range.lowerBound - start), expected \(position - start): tensors overlap or leave a hole"
                )
            }
            position = tensor.range.upperBound
        }
        guard position == end else {
            throw CheckpointError.malformed(file, reason: "\(end - position) bytes after the last tensor")
        }
    }
}
