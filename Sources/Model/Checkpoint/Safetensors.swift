import Foundation

/// A safetensors file (github.com/huggingface/safetensors, README, "Format"): eight bytes of header length, a JSON
/// header, and the tensors' bytes without holes.
struct Safetensors: TensorArchive {
    let file: URL
    let tensors: [String: StoredTensor]

    /// The format's own limit for a header.
    private static let longestHeader = 100_000_000

    /// - Throws: `CheckpointError`
    init(contentsOf url: URL) throws {
        file = url
        let mapped = try MappedFile(url)
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
        let entries = try Self.header(Data(bytes[8..<start]), of: url)
        var tensors: [String: StoredTensor] = [:]
        for (name, entry) in entries {
            tensors[name] = try Self.tensor(name, entry, in: mapped, start: start)
        }
        self.tensors = tensors
        try checkThatNothingOverlaps(from: start, to: bytes.count)
    }

    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    private struct Header: Decodable {
        var entries: [String: Entry] = [:]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys where key.stringValue != "__metadata__" {
                entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
            }
        }
    }

    private static func header(_ data: Data, of url: URL) throws -> [String: Entry] {
        do {
            return try JSONDecoder().decode(Header.self, from: data).entries
        } catch {
            throw CheckpointError.malformed(url, reason: "its header is not that of a safetensors file")
        }
    }

    private static func tensor(_ name: String, _ entry: Entry, in file: MappedFile, start: Int) throws -> StoredTensor {
        guard let type = ElementType(rawValue: entry.dtype) else {
            throw CheckpointError.wrongType(name: name, found: entry.dtype, file: file.url)
        }
        let offsets = entry.data_offsets
        let available = file.bytes.count - start
        guard offsets.count == 2, 0 <= offsets[0], offsets[0] <= offsets[1], offsets[1] <= available else {
            throw CheckpointError.malformed(
                file.url,
                reason: "\(name) lies at \(offsets), expected within 0 to \(available): is the file cut short?")
        }
        var size: Int? = type.size
        for side in entry.shape {
            guard side >= 0, let product = size?.multipliedReportingOverflow(by: side), !product.overflow else {
                size = nil
                break
            }
            size = product.partialValue
        }
        guard size == offsets[1] - offsets[0] else {
            throw CheckpointError.malformed(
                file.url,
                reason:
                    "\(name) of shape \(entry.shape) has \(offsets[1] - offsets[0]) bytes, expected \(size.map(String.init) ?? "less")"
            )
        }
        return StoredTensor(type: type, shape: entry.shape, file: file, range: start + offsets[0]..<start + offsets[1])
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
