import CKernels
import Foundation

/// How a checkpoint stores a value.
enum ElementType: String, Sendable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case float64 = "F64"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint8 = "U8"
    case bool = "BOOL"

    var size: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16, .int16: 2
        case .int8, .uint8, .bool: 1
        }
    }
}

/// A tensor as it lies in a mapped file, row-major.
struct StoredTensor: Sendable {
    let type: ElementType
    let shape: [Int]
    let file: MappedFile
    let range: Range<Int>

    /// The values as floats; nil where they are of another kind.
    var floats: [Float]? {
        let count = range.count / type.size
        let start = file.bytes.baseAddress! + range.lowerBound
        return switch type {
        case .float32:
            [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: file.bytes[range]))
                initialised = count
            }
        case .float16: Self.converted(start, count, by: clip_from_half)
        case .bfloat16: Self.converted(start, count, by: clip_from_bfloat)
        default: nil
        }
    }

    private static func converted(
        _ start: UnsafeRawPointer, _ count: Int,
        by convert: (UnsafePointer<UInt16>?, UnsafeMutablePointer<Float>?, Int) -> Void
    ) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
            convert(start.assumingMemoryBound(to: UInt16.self), buffer.baseAddress, count)
            initialised = count
        }
    }
}

/// A file, or several, of named tensors.
protocol TensorArchive: Sendable {
    /// The file to name in errors.
    var file: URL { get }
    var tensors: [String: StoredTensor] { get }
}
