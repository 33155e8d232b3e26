import Foundation

/// Finds the values of a tensor that a torch pickle describes:
/// (storage, offset, shape, strides, ...), with the storage ("storage", type, key, device, count), whose values are the
/// archive's entry data/KEY. Several tensors may share a storage; offset, strides and count are of values.
struct TorchTensorReader {
    let archive: ZipFile
    /// The path in the archive that all entries share: "archive/".
    let folder: String
    let pickle: Pickle

    private static let mostDimensions = 16

    private struct Storage {
        let type: ElementType
        let count: Int
        let range: Range<Int>
    }

    /// - Throws: `CheckpointError`
    func tensor(_ name: String, _ value: Pickle.Value) throws -> StoredTensor {
        guard let arguments = pickle.items(value, of: .tensor), arguments.count >= 4,
            case .int(let offset) = arguments[1], offset >= 0,
            let shape = pickle.sizes(arguments[2], longest: Self.mostDimensions),
            let strides = pickle.sizes(arguments[3], longest: Self.mostDimensions), strides.count == shape.count
        else { throw fault(name, "is described in another way than torch's") }
        let storage = try storage(of: name, arguments[0])
        guard let count = storage.type.bytes(of: shape).map({ $0 / storage.type.size }), count <= storage.count else {
            throw fault(name, "of shape \(shape) has more values than its storage, \(storage.count)")
        }
        guard let extent = Self.extent(shape, strides), extent <= storage.count, offset <= storage.count - extent else {
            throw fault(
                name,
                "of shape \(shape) and strides \(strides) from \(offset) on leaves its storage of \(storage.count)")
        }
        let start = storage.range.lowerBound + offset * storage.type.size
        return StoredTensor(
            type: storage.type, shape: shape, file: archive.file, range: start..<start + extent * storage.type.size,
            strides: Self.areRowMajor(strides, shape) ? nil : strides)
    }

    private func storage(of name: String, _ value: Pickle.Value) throws -> Storage {
        guard let identifier = pickle.items(value, of: .persistent)?.first,
            let items = pickle.items(identifier, of: .tuple), items.count == 5, items[0] == .string("storage"),
            case .global(.storage(let type)) = items[1], case .string(let key) = items[2],
            case .int(let count) = items[4], count >= 0
        else { throw fault(name, "has a storage of another kind than torch's") }
        guard let range = try archive.range(of: "\(folder)data/\(key)") else {
            throw fault(name, "has its values in data/\(key.prefix(100)), which is not in the archive")
        }
        guard count <= range.count / type.size else {
            throw fault(name, "has a storage of \(count) values of \(type.rawValue) in \(range.count) bytes")
        }
        return Storage(type: type, count: count, range: range)
    }

    /// Values from a tensor's first to its last; nil where that is no number of 63 bits.
    private static func extent(_ shape: [Int], _ strides: [Int]) -> Int? {
        guard !shape.contains(0) else { return 0 }
        var extent = 1
        for (side, stride) in zip(shape, strides) {
            guard let sum = (side - 1).times(stride)?.plus(extent) else { return nil }
            extent = sum
        }
        return extent
    }

    /// Strides of dimensions of size 1 say nothing, nor do those of an empty tensor.
    private static func areRowMajor(_ strides: [Int], _ shape: [Int]) -> Bool {
        guard !shape.contains(0) else { return true }
        var expected = 1
        for (side, stride) in zip(shape, strides).reversed() where side > 1 {
            guard stride == expected else { return false }
            expected *= side
        }
        return true
    }

    private func fault(_ name: String, _ reason: String) -> CheckpointError {
        .malformed(archive.file.url, reason: "\(name.prefix(200)) \(reason)")
    }
}
