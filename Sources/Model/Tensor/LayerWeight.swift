import CKernels

/// A layer's weights [outputs, inputs], laid out for what multiplies with them.
enum LayerWeight: Sendable {
    /// Row by row, for OpenBLAS: on processors for which there is no kernel of ours.
    case rows(Matrix)
    case floats(PackedFloats)
    case bytes(PackedBytes)

    init(_ weight: Matrix, _ precision: Precision) {
        switch precision {
        case .int8: self = .bytes(PackedBytes(weight))
        case .f32: self = clip_packs_floats() != 0 ? .floats(PackedFloats(weight)) : .rows(weight)
        }
    }

    var inputs: Int {
        switch self {
        case .rows(let matrix): matrix.columns
        case .floats(let packed): packed.inputs
        case .bytes(let packed): packed.inputs
        }
    }

    var outputs: Int {
        switch self {
        case .rows(let matrix): matrix.rows
        case .floats(let packed): packed.outputs
        case .bytes(let packed): packed.outputs
        }
    }
}

/// Weights in single precision as `clip_multiply_floats` reads them.
final class PackedFloats: Sendable {
    let outputs: Int
    let inputs: Int
    nonisolated(unsafe) let start: UnsafeMutablePointer<Float>

    init(_ weight: Matrix) {
        (outputs, inputs) = (weight.rows, weight.columns)
        start = .aligned(clip_packed_floats(outputs, inputs))
        clip_pack_floats(weight.values, outputs, inputs, start)
    }

    deinit { start.deallocate() }
}

/// Weights in 8 bits as `clip_multiply_bytes` reads them.
final class PackedBytes: Sendable {
    let outputs: Int
    let inputs: Int
    nonisolated(unsafe) let start: clip_bytes

    init(_ weight: Matrix) {
        (outputs, inputs) = (weight.rows, weight.columns)
        let scales = clip_packed_scales(outputs, inputs)
        start = clip_bytes(
            weights: .aligned(clip_packed_bytes(outputs, inputs)), scales: .aligned(scales), sums: .aligned(scales))
        clip_pack_bytes(weight.values, outputs, inputs, start)
    }

    deinit {
        start.weights.deallocate()
        start.scales.deallocate()
        start.sums.deallocate()
    }
}

extension UnsafeMutablePointer {
    /// Memory that begins with a cache line, large memory with a large page.
    fileprivate static func aligned(_ count: Int) -> Self {
        let bytes = Swift.max(1, count) * MemoryLayout<Pointee>.stride
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: bytes, alignment: bytes >= 1 << 21 ? 1 << 21 : 64)
        memory.askForHugePages()
        return memory.baseAddress!.bindMemory(to: Pointee.self, capacity: count)
    }
}
