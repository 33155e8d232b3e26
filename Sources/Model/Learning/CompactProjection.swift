import Foundation

/// A linear map from a model's embeddings to fewer dimensions, fitted to images. What it gives is scaled to length 1.
package struct CompactProjection: Sendable {
    package enum Method: String, CaseIterable, Sendable, Codable {
        /// The directions in which images vary most.
        case pca
        /// The same, each scaled to the same variance.
        case whiten
        /// Directions that tell classes apart from what varies within them (Fisher 1936).
        case lda
        /// Trained so that classes lie apart by an angle (Deng et al. 2019).
        case arcface
    }

    /// A dataset that it was fitted to.
    package struct Source: Sendable, Equatable, Codable {
        package let dataset: String
        package let images: Int
        package let classes: Int

        package init(dataset: String, images: Int, classes: Int) {
            (self.dataset, self.images, self.classes) = (dataset, images, classes)
        }
    }

    /// [dimensions, dimension of the embeddings]
    package let matrix: Matrix
    /// Subtracted from images.
    package let mean: [Float]
    package let method: Method
    /// The model's name and the fingerprint of its images' embeddings.
    package let model: String
    package let fingerprint: String
    package let sources: [Source]
    /// The images that it was fitted to.
    package let fittedOn: ChosenOn

    package init(
        matrix: Matrix, mean: [Float], method: Method, model: String, fingerprint: String, sources: [Source],
        fittedOn: ChosenOn
    ) {
        precondition(mean.count == matrix.columns, "one mean a column")
        (self.matrix, self.mean, self.method, self.model) = (matrix, mean, method, model)
        (self.fingerprint, self.sources, self.fittedOn) = (fingerprint, sources, fittedOn)
    }

    package var dimensions: Int { matrix.rows }

    /// Of what it does, hexadecimal.
    package var hash: String {
        (matrix.values + mean).withUnsafeBytes { String(ContentHash(of: Data($0)).hexadecimal.prefix(16)) }
    }

    /// - Parameter images: embeddings, [images, dimension].
    /// - Returns: [images, dimensions], rows of length 1.
    package func images(_ images: Matrix) -> Matrix {
        directions(images.subtracting(mean))
    }

    /// Of texts and class weights, which lie elsewhere than images do: they are directions to look in, and no mean is
    /// subtracted.
    package func directions(_ directions: Matrix) -> Matrix {
        var projected = directions.timesTransposed(matrix)
        projected.normaliseRows()
        return projected
    }

    /// "pca to 64 dimensions, fitted to 378 images of photos"
    package var words: String {
        let fitted = sources.map { "\($0.images) images of \($0.dataset)" }.joined(separator: ", ")
        return "\(method.rawValue) to \(dimensions) dimension\(dimensions == 1 ? "" : "s"), fitted to \(fitted)"
    }

    /// How many of a dataset's images it was fitted to, known by their names.
    package func fitted(among images: some Sequence<String>) -> Int { images.count { fittedOn.contains($0) } }

    /// A sentence for figures of images; nil where none of them was fitted to.
    package func note(on images: some Sequence<String>, of count: Int) -> String? {
        let own = fitted(among: images)
        guard own > 0 else { return nil }
        return
            "The projection was fitted to \(own) of these \(count) images, by their names: figures are too good on them."
    }
}

extension EmbeddedDataset {
    /// The same images in fewer dimensions.
    /// - Throws: `EmbeddingRows.Failure`; `CancellationError`
    package func projected(by projection: CompactProjection) throws -> EmbeddedDataset {
        let known = images
        let rows = try EmbeddingRows.temporary(dimension: projection.dimensions, expecting: known.count)
        var projected = EmbeddingTable(images: table.images, rows: rows)
        let block = 4096
        for start in stride(from: 0, to: known.count, by: block) {
            let part = known[start..<min(start + block, known.count)]
            let values = part.flatMap { table[$0] ?? [] }
            let matrix = projection.images(
                Matrix(rows: part.count, columns: table.dimension, values: values))
            try rows.write(matrix.values[...], at: start)
            for (index, image) in part.enumerated() { projected.insert(row: start + index, image: image) }
        }
        return EmbeddedDataset(dataset: dataset, table: projected, failures: failures)
    }
}

extension ZeroShotClassifier {
    /// The same prompts for projected images. The scale stays, so that probabilities mean less than they did.
    package func projected(by projection: CompactProjection) -> ZeroShotClassifier {
        ZeroShotClassifier(
            weights: ClassWeights(matrix: projection.directions(weights.matrix)), logitScale: logitScale,
            logitBias: logitBias)
    }
}

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
