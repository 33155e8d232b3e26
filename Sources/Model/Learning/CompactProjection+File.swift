import Foundation

/// As .safetensors: the tensor "projection", float32 [dimensions + 1, dimension of the embeddings], the last row the mean
/// that is subtracted.
extension CompactProjection {
    package enum Failure: Error {
        case notProjection(URL, String)
        case otherModel(URL, expected: String, found: String)
    }

    private static let format = "clipscope projection 1"

    /// - Throws: `EmbeddingFileError`, `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let metadata = [
            "format": Self.format, "method": method.rawValue, "model": model, "fingerprint": fingerprint,
            "sources": String(decoding: try encoder.encode(sources), as: UTF8.self),
            "fitted_on": String(decoding: try encoder.encode(fittedOn), as: UTF8.self),
        ]
        try EmbeddingFile.write(
            to: file, tensor: "projection", names: (1...dimensions).map { "\($0)" } + ["mean"],
            dimension: matrix.columns,
            metadata: metadata
        ) { $0 < dimensions ? Array(matrix[$0]) : mean }
    }

    /// - Throws: `CompactProjection.Failure`, or what reading the file throws.
    package init(contentsOf file: URL) throws {
        let table = try EmbeddingFile(contentsOf: file)
        let metadata = table.metadata
        guard metadata["format"] == Self.format else {
            throw Failure.notProjection(file, "expected a file that `clipscope compact` wrote")
        }
        let decoder = JSONDecoder()
        guard table.rows > 1, let method = metadata["method"].flatMap(Method.init), let model = metadata["model"],
            let fingerprint = metadata["fingerprint"],
            let sources = try? decoder.decode([Source].self, from: Data((metadata["sources"] ?? "").utf8)),
            let fittedOn = try? decoder.decode(ChosenOn.self, from: Data((metadata["fitted_on"] ?? "").utf8))
        else { throw Failure.notProjection(file, "its method, model or what it was fitted to is missing") }
        let rows = (0..<table.rows).map { table[$0] }
        guard rows.joined().allSatisfy({ $0.isFinite }) else {
            throw Failure.notProjection(file, "its values are not all numbers")
        }
        self.init(
            matrix: Matrix(
                rows: table.rows - 1, columns: table.dimension, values: rows.dropLast().flatMap { $0 }),
            mean: rows[rows.count - 1], method: method, model: model, fingerprint: fingerprint, sources: sources,
            fittedOn: fittedOn)
    }

    /// - Throws: `CompactProjection.Failure` where it was fitted to another model's embeddings.
    package func check(_ clip: CLIP, file: URL) throws {
        guard clip.imageFingerprint == fingerprint, clip.dimension == matrix.columns else {
            throw Failure.otherModel(file, expected: model, found: clip.name)
        }
    }
}

extension CompactProjection.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notProjection(let file, let reason): "\(file.path): no projection: \(reason)"
        case .otherModel(let file, let expected, let found):
            "\(file.path): this projection was fitted to embeddings of \(expected), the model is \(found)"
        }
    }
}
