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

extension Weights {
    /// [outputs, inputs, kernel, kernel] -> [outputs, kernel * kernel * inputs], for windows with their channels last.
    func convolution(_ name: String, inputs: Int, outputs: Int, kernel: Int) throws -> Matrix {
        let window = kernel * kernel
        var weight = try matrix(
            name, [outputs, inputs, kernel, kernel], rows: outputs, columns: window * inputs)
        guard window > 1 else { return weight }
        let values = weight.values
        weight.values = [Float](unsafeUninitializedCapacity: values.count) { turned, count in
            for output in 0..<weight.rows {
                for input in 0..<inputs {
                    for place in 0..<window {
                        turned[(output * window + place) * inputs + input] =
                            values[(output * inputs + input) * window + place]
                    }
                }
            }
            count = values.count
        }
        return weight
    }

    /// A convolution without bias and the batch norm after it, as one.
    func convolution(
        _ name: String, norm: String, inputs: Int, outputs: Int, kernel: Int, epsilon: Float
    ) throws -> Linear {
        let fold = try batchNorm(norm, channels: outputs, epsilon: epsilon)
        var weight = try convolution(name + ".weight", inputs: inputs, outputs: outputs, kernel: kernel)
        let (rows, columns) = (weight.rows, weight.columns)
        weight.values.withUnsafeMutableBufferPointer { values in
            for output in 0..<rows {
                let scale = fold.scale[output]
                for index in output * columns..<(output + 1) * columns { values[index] *= scale }
            }
        }
        return Linear(weight: weight, bias: fold.shift).packed()
    }

    /// Batch norm at rest is x * scale + shift (Ioffe and Szegedy 2015, algorithm 2).
    func batchNorm(_ name: String, channels: Int, epsilon: Float) throws -> (scale: [Float], shift: [Float]) {
        let gain = try floats(name + ".weight", [channels])
        let bias = try floats(name + ".bias", [channels])
        let mean = try floats(name + ".running_mean", [channels])
        let variance = try floats(name + ".running_var", [channels])
        let scale = zip(gain, variance).map { $0 / ($1 + epsilon).squareRoot() }
        return (scale, zip(bias, zip(mean, scale)).map { $0 - $1.0 * $1.1 })
    }
}

extension Weights {
    /// Positional embeddings of the class token and of a grid of patches, [1 + height * width, width]. A checkpoint for
    /// another grid, a square one, is resized where the loader of its kind does that.
    func positions(_ names: TensorNames, grid: (height: Int, width: Int), width: Int) throws -> Matrix {
        let name = names.image.positionalEmbedding
        let rows = 1 + grid.height * grid.width
        guard let stored = otherRows(name, than: rows, names), let side = Self.squareRoot(stored - 1) else {
            return try matrix(name, rows: rows, columns: width)
        }
        let whole = try matrix(name, rows: stored, columns: width)
        guard !isSurvey else { return whole }
        var resized = Matrix(rows: 1, columns: width, values: Array(whole[0]))
        let patches = Matrix(rows: stored - 1, columns: width, values: Array(whole.values.dropFirst(width)))
        resized.values += patches.resized(from: (side, side), to: grid).values
        return Matrix(rows: rows, columns: width, values: resized.values)
    }

    /// The same of the places in a text, [context, width].
    func positions(_ names: TensorNames, context: Int, width: Int) throws -> Matrix {
        let name = names.text.positionalEmbedding
        guard let stored = otherRows(name, than: context, names) else {
            return try matrix(name, rows: context, columns: width)
        }
        let whole = try matrix(name, rows: stored, columns: width)
        return isSurvey ? whole : whole.resized(rows: context)
    }

    private func otherRows(_ name: String, than rows: Int, _ names: TensorNames) -> Int? {
        guard names.resizesPositions, let shape = archive.tensors[name]?.shape, shape.count == 2, shape[0] != rows,
            (1...1 << 20).contains(shape[0])
        else { return nil }
        return shape[0]
    }

    private static func squareRoot(_ count: Int) -> Int? {
        let side = Int(Double(max(0, count)).squareRoot().rounded())
        return side > 0 && side * side == count ? side : nil
    }
}

extension Matrix {
    /// Rows that lie on a grid, row by row, for another grid: torch's interpolate, bicubic with antialias (as in
    /// open_clip, model.py, resize_pos_embed), which is Pillow's filter.
    func resized(from old: (height: Int, width: Int), to new: (height: Int, width: Int)) -> Matrix {
        precondition(rows == old.height * old.width, "\(rows) rows on a grid of \(old)")
        func mix(_ sums: [[(index: Int, weight: Double)]], _ row: (Int, Int) -> Int, _ others: Int, _ source: [Double])
            -> [Double]
        {
            sums.flatMap { parts in
                (0..<others).flatMap { other in
                    (0..<columns).map { column in
                        parts.reduce(0) { $0 + $1.weight * source[row($1.index, other) * columns + column] }
                    }
                }
            }
        }
        // [new width][old height], then [new height][new width].
        let across = mix(
            Self.bicubic(from: old.width, to: new.width), { $1 * old.width + $0 }, old.height, values.map(Double.init))
        let down = mix(Self.bicubic(from: old.height, to: new.height), { $1 * old.height + $0 }, new.width, across)
        return Matrix(rows: new.height * new.width, columns: columns, values: down.map(Float.init))
    }

    /// Which of the old places make each of the new, and how much.
    private static func bicubic(from old: Int, to new: Int) -> [[(index: Int, weight: Double)]] {
        let scale = Double(old) / Double(new)
        let (stretch, a) = (max(1, scale), -0.5)
        func weight(_ distance: Double) -> Double {
            let x = abs(distance)
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        }
        return (0..<new).map { place in
            let centre = scale * (Double(place) + 0.5)
            let start = max(0, Int(centre - 2 * stretch + 0.5))
            let end = min(old, Int(centre + 2 * stretch + 0.5))
            let weights = (start..<end).map { weight((Double($0) - centre + 0.5) / stretch) }
            let sum = weights.reduce(0, +)
            return zip(start..<end, weights).map { ($0, $1 / sum) }
        }
    }

    /// Rows one after the other for another number of them: torch's interpolate, linear (resize_text_pos_embed).
    func resized(rows new: Int) -> Matrix {
        let scale = Double(rows) / Double(new)
        let values = (0..<new).flatMap { place in
            let position = max(0, scale * (Double(place) + 0.5) - 0.5)
            let (first, part) = (Int(position), Float(position - position.rounded(.down)))
            return zip(self[first], self[min(first + 1, rows - 1)]).map { (1 - part) * $0 + part * $1 }
        }
        return Matrix(rows: new, columns: columns, values: values)
    }
}
