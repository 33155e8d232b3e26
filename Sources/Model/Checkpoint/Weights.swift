import CKernels
import Foundation
import Synchronization

/// The tensors of a checkpoint, handed out by name with the shape that the configuration asks for, to several threads.
final class Weights: Sendable {
    let archive: any TensorArchive
    /// Of the layers of transformers; the others are in single precision.
    let precision: Precision
    private let unread: Mutex<Set<String>>

    init(_ archive: any TensorArchive, precision: Precision = .f32) {
        self.precision = precision
        self.archive = archive
        unread = Mutex(Set(archive.tensors.keys))
    }

    /// - Throws: `CheckpointError` naming the tensor, what was expected and what was found.
    func floats(_ name: String, _ shape: [Int]) throws -> [Float] {
        guard let tensor = archive.tensors[name] else {
            throw CheckpointError.missingTensor(name: name, file: archive.file)
        }
        unread.withLock { _ = $0.remove(name) }
        guard tensor.shape == shape else {
            throw CheckpointError.wrongShape(name: name, expected: shape, found: tensor.shape, file: archive.file)
        }
        guard let values = tensor.floats else {
            throw CheckpointError.wrongType(name: name, found: tensor.type.rawValue, file: archive.file)
        }
        guard clip_is_finite(values, values.count) != 0 else {
            throw CheckpointError.notFinite(name: name, file: archive.file)
        }
        return values
    }

    /// A tensor of one value, of shape [] or [1].
    func scalar(_ name: String) throws -> Float {
        try floats(name, archive.tensors[name]?.shape == [1] ? [1] : [])[0]
    }

    func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
        Matrix(rows: rows, columns: columns, values: try floats(name, [rows, columns]))
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
