import Foundation

/// The head of a safetensors file: length of the header (64 bits, little endian) and header (JSON, padded with spaces to 8
/// bytes). The values follow, tensor by tensor in this order.
struct SafetensorsHeader {
    struct Tensor {
        let name: String
        let type: ElementType
        let shape: [Int]

        var byteCount: Int { shape.reduce(type.size, *) }
    }

    let tensors: [Tensor]
    /// Kept in the file's `__metadata__`.
    let metadata: [String: String]

    private struct Entry: Encodable {
        let dtype: String
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
            var json = Data("{\"__metadata__\":".utf8) + (try encoder.encode(metadata))
            var start = 0
            for tensor in tensors {
                let end = start + tensor.byteCount
                let entry = Entry(dtype: tensor.type.rawValue, shape: tensor.shape, dataOffsets: [start, end])
                json += Data(",".utf8) + (try encoder.encode(tensor.name)) + Data(":".utf8)
                json += try encoder.encode(entry)
                start = end
            }
            json += Data("}".utf8)
            json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
            return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
        }
    }
}
