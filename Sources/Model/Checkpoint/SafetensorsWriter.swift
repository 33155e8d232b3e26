import Foundation

/// Matrices as a safetensors file: length of the header (64 bits, little endian), header (JSON, padded with
/// spaces to 8 bytes), and the values of the tensors one after the other.
package struct SafetensorsWriter {
    private var header: [String: Entry] = [:]
    private var values = Data()
    private let metadata: [String: String]

    private struct Entry: Encodable {
        let dtype = "F32"
        let shape: [Int]
        let dataOffsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    private struct Header: Encodable {
        let entries: [String: Entry]
        let metadata: [String: String]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            if !metadata.isEmpty { try container.encode(metadata, forKey: Key("__metadata__")) }
            for (name, entry) in entries { try container.encode(entry, forKey: Key(name)) }
        }
    }

    /// - Parameter metadata: kept in the file's `__metadata__`.
    package init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    package mutating func add(_ name: String, _ matrix: Matrix) {
        precondition(header[name] == nil, "\(name) is there already")
        let start = values.count
        for value in matrix.values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { values.append(contentsOf: $0) }
        }
        header[name] = Entry(shape: [matrix.rows, matrix.columns], dataOffsets: [start, values.count])
    }

    /// Atomically.
    /// - Throws: `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json = try encoder.encode(Header(entries: header, metadata: metadata))
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
        var data = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        data.append(json)
        data.append(values)
        try AtomicWrite.write(data, to: file)
    }
}
