import Foundation

/// Writes a safetensors file of many tensors, whole or not at all; `Safetensors` reads it.
enum SafetensorsFile {
    struct Entry {
        let name: String
        let type: ElementType
        let shape: [Int]
        /// `type.bytes(of: shape)` of them; asked for once, when its turn comes.
        let bytes: () throws -> Data
    }

    /// - Parameter entries: they are written by size of element, so that each begins at a multiple of it.
    /// - Throws: `AtomicWrite.Failure`, and what making the bytes throws
    static func write(_ entries: [Entry], metadata: [String: String], to file: URL) throws {
        let sorted = entries.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
        try AtomicWrite.write(to: file) { sink in
            try sink.write(header(sorted, metadata))
            for entry in sorted {
                let bytes = try entry.bytes()
                precondition(bytes.count == size(entry), "\(entry.name): \(bytes.count) bytes for \(entry.shape)")
                try sink.write(bytes)
            }
        }
    }

    private static func size(_ entry: Entry) -> Int { entry.shape.reduce(entry.type.size, *) }

    private static func header(_ entries: [Entry], _ metadata: [String: String]) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json = Data("{\"__metadata__\":".utf8) + (try encoder.encode(metadata))
        var start = 0
        for entry in entries {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            json += Data(",".utf8) + (try encoder.encode(entry.name))
            json += Data(
                ":{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(start + size(entry))]}"
                    .utf8)
            start += size(entry)
        }
        json += Data("}".utf8)
        json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
    }
}

extension ElementType {
    /// Floats in this type, rounded to the nearest; nil where one is beyond what it can hold, or the type is none of floats.
    func encoded(_ values: ArraySlice<Float>) -> Data? {
        switch self {
        case .float32: return values.withUnsafeBytes { Data($0) }
        case .float16:
            let half = values.map { Float16($0) }
            return half.allSatisfy(\.isFinite) ? half.withUnsafeBytes { Data($0) } : nil
        case .bfloat16:
            // The upper half of the bits, ties to the even one.
            let half = values.map { value in
                UInt16(
                    truncatingIfNeeded: (UInt64(value.bitPattern) + 0x7FFF + UInt64(value.bitPattern >> 16 & 1)) >> 16)
            }
            guard half.allSatisfy({ $0 & 0x7F80 != 0x7F80 }) else { return nil }
            return half.withUnsafeBytes { Data($0) }
        default: return nil
        }
    }
}

extension StoredTensor {
    /// The bytes row-major, in the type that it has; nil for a view of values that are no floats.
    var rowMajor: Data? {
        guard strides != nil else { return Data(UnsafeRawBufferPointer(rebasing: file.bytes[range])) }
        return floats.flatMap { type.encoded($0[...]) }
    }
}
