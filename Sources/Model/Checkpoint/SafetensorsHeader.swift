import Foundation

/// The head of a safetensors file of one table of floats: length of the header (64 bits, little endian) and header (JSON,
/// padded with spaces to 8 bytes). The values follow, row by row.
struct SafetensorsHeader {
    let name: String
    let shape: [Int]
    /// Kept in the file's `__metadata__`.
    let metadata: [String: String]

    private struct Entry: Encodable {
        let dtype = "F32"
        let shape: [Int]
        let dataOffsets: [Int]

        private enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    var bytes: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let entry = Entry(shape: shape, dataOffsets: [0, 4 * shape.reduce(1, *)])
            var json = Data("{\"__metadata__\":".utf8) + (try encoder.encode(metadata))
            json += Data(",".utf8) + (try encoder.encode(name)) + Data(":".utf8) + (try encoder.encode(entry))
            json += Data("}".utf8)
            json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
            return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
        }
    }
}
