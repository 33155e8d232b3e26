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

    /// Whether `StoredTensor.floats` has such values.
    var isRead: Bool { [.float32, .float16, .bfloat16].contains(self) }

    /// Of a row-major tensor; nil where that is no number of 63 bits.
    func bytes(of shape: [Int]) -> Int? {
        Int.product([size] + shape)
    }
}

/// A tensor as it lies in a mapped file.
struct StoredTensor: Sendable {
    let type: ElementType
    let shape: [Int]
    let file: MappedFile
    /// The bytes from its first value to its last.
    let range: Range<Int>
    /// Of a transposed tensor or another view: how many values each dimension's next one is away. nil where the
    /// values lie row-major.
    var strides: [Int]?

    /// The values as floats, row-major; nil where they are of another kind.
    var floats: [Float]? {
        guard let strides, let values = storedFloats else { return storedFloats }
        var floats: [Float] = []
        floats.reserveCapacity(shape.reduce(1, *))
        func append(_ dimension: Int, from offset: Int) {
            guard dimension < shape.count else { return floats.append(values[offset]) }
            for index in 0..<shape[dimension] { append(dimension + 1, from: offset + index * strides[dimension]) }
        }
        append(0, from: 0)
        return floats
    }

    private var storedFloats: [Float]? {
        let count = range.count / type.size
        let start = file.bytes.baseAddress! + range.lowerBound
        return switch type {
        case .float32:
            [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
                UnsafeMutableRawBufferPointer(buffer).askForHugePages()
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
            UnsafeMutableRawBufferPointer(buffer).askForHugePages()
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
    /// All files that it reads.
    var files: [URL] { get }
}

extension TensorArchive {
    var files: [URL] { [file] }
}
