import CKernels
import Foundation
import Synchronization

/// The tensors of a checkpoint, handed out by name with the shape that the configuration asks for, to several threads.
///
/// A survey goes the same way without reading: names, shapes and types are checked by what the headers say, and the
/// tensors are handed out empty. A matrix has no rows then, and neither has what is made of it.
final class Weights: Sendable {
    let archive: any TensorArchive
    /// Of the layers of transformers; the others are in single precision.
    let precision: Precision
    let isSurvey: Bool
    private let isCancelled: @Sendable () -> Bool
    private let unread: Mutex<Set<String>>

    init(
        _ archive: any TensorArchive, precision: Precision = .f32, isSurvey: Bool = false,
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.archive = archive
        self.precision = precision
        self.isSurvey = isSurvey
        self.isCancelled = isCancelled
        unread = Mutex(Set(archive.tensors.keys))
    }

    /// - Throws: `CheckpointError` naming the tensor, what was expected and what was found; `CancellationError`.
    func floats(_ name: String, _ shape: [Int]) throws -> [Float] {
        let tensor = try tensor(name, shape)
        return isSurvey ? [] : try values(of: tensor, name)
    }

    private func tensor(_ name: String, _ shape: [Int]) throws -> StoredTensor {
        guard let tensor = archive.tensors[name] else {
            throw CheckpointError.missingTensor(name: name, file: archive.file)
        }
        unread.withLock { _ = $0.remove(name) }
        guard tensor.shape == shape else {
            throw CheckpointError.wrongShape(name: name, expected: shape, found: tensor.shape, file: archive.file)
        }
        guard tensor.type.isRead else {
            throw CheckpointError.wrongType(name: name, found: tensor.type.rawValue, file: archive.file)
        }
        return tensor
    }

    private func values(of tensor: StoredTensor, _ name: String) throws -> [Float] {
        if isCancelled() { throw CancellationError() }
        guard tensor.file.isUnchanged else { throw CheckpointError.changed(tensor.file.url) }
        guard let values = tensor.floats else { preconditionFailure("\(name) is of type \(tensor.type)") }
        guard clip_is_finite(values, values.count) != 0 else {
            throw CheckpointError.notFinite(name: name, file: archive.file)
        }
        return values
    }

    /// A tensor of one value, of shape [] or [1]. A survey reads it too.
    func scalar(_ name: String) throws -> Float {
        try values(of: tensor(name, archive.tensors[name]?.shape == [1] ? [1] : []), name)[0]
    }

    func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
        try matrix(name, [rows, columns], rows: rows, columns: columns)
    }

    /// A tensor of another shape as a matrix.
    func matrix(_ name: String, _ shape: [Int], rows: Int, columns: Int) throws -> Matrix {
        let values = try floats(name, shape)
        return Matrix(rows: isSurvey ? 0 : rows, columns: columns, values: values)
    }

    /// NAME.weight [outputs, inputs] and NAME.bias [outputs].
    func linear(_ name: String, inputs: Int, outputs: Int, hasBias: Bool = true) throws -> Linear {
        Linear(
            weight: try matrix(name + ".weight", rows: outputs, columns: inputs),
            bias: hasBias ? try floats(name + ".bias", [outputs]) : nil)
    }

    /// Tensors that say nothing of the embedding.
    func ignore(_ isIgnored: (String) -> Bool) {
        unread.withLock { unread in unread = unread.filter { !isIgnored($0) } }
    }

    /// - Throws: `CheckpointError.unexpectedTensors` where something was not asked for: the configuration then
    ///   describes another model than the weights are of.
    func checkThatAllWasRead() throws {
        let unread = unread.withLock { $0 }
        guard unread.isEmpty else {
            throw CheckpointError.unexpectedTensors(unread.sorted(), file: archive.file)
        }
    }
}
