import Foundation

/// Writes a safetensors file of many tensors, whole or not at all; `Safetensors` reads it.
enum SafetensorsFile {
    struct Entry {
        let tensor: SafetensorsHeader.Tensor
        /// `tensor.byteCount` of them; asked for once, when its turn comes.
        let bytes: () throws -> Data

        init(name: String, type: ElementType, shape: [Int], bytes: @escaping () throws -> Data) {
            (tensor, self.bytes) = (SafetensorsHeader.Tensor(name: name, type: type, shape: shape), bytes)
        }
    }

    /// - Parameter entries: they are written by size of element, so that each begins at a multiple of it.
    /// - Throws: `AtomicWrite.Failure`, and what making the bytes throws
    static func write(_ entries: [Entry], metadata: [String: String], to file: URL) throws {
        let sorted = entries.sorted {
            ($1.tensor.type.size, $0.tensor.name) < ($0.tensor.type.size, $1.tensor.name)
        }
        try AtomicWrite.write(to: file) { sink in
            try sink.write(SafetensorsHeader(tensors: sorted.map(\.tensor), metadata: metadata).bytes)
            for entry in sorted {
                let bytes = try entry.bytes()
                precondition(
                    bytes.count == entry.tensor.byteCount,
                    "\(entry.tensor.name): \(bytes.count) bytes for \(entry.tensor.shape)")
                try sink.write(bytes)
            }
        }
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
