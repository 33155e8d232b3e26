import Foundation

extension CLIP {
    /// - Parameter cache: of this model, for prompts that begin as earlier ones did.
    /// - Returns: [prompts, dimension], normalised.
    /// - Throws: `CheckpointError` where the text tower is needed and cannot be read; `CancellationError` soon after
    ///   `isCancelled` turns true (asked between layers, on several threads).
    package func embed(
        text prompts: [String], reusing cache: KeyValueCache? = nil, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        let ids = prompts.map { tokenizer.encode($0).ids }
        for (prompt, ids) in zip(prompts, ids) {
            guard let unknown = ids.first(where: { $0 >= tokenLimit }) else { continue }
            throw CheckpointError.tokenBeyondVocabulary(unknown, size: tokenLimit, prompt: prompt, model: location)
        }
        let memory = textMemory
        let known = memory?.embeddings(of: ids) ?? ids.map { _ in nil }
        let unknown = ids.indices.filter { known[$0] == nil }
        var embeddings = Matrix(rows: prompts.count, columns: dimension)
        for (row, embedding) in known.enumerated() {
            if let embedding { embeddings.replace(row: row, by: embedding[...]) }
        }
        guard !unknown.isEmpty else { return embeddings }
        var encoded = try textEncoder.onAllCores(unknown.map { ids[$0] }, reusing: cache, isCancelled: isCancelled)
        encoded.normaliseRows()
        if let row = encoded.firstRowOfNoNumbers {
            throw CheckpointError.resultNotFinite("the embedding of \"\(prompts[unknown[row]])\"", model: location)
        }
        for (index, row) in unknown.enumerated() { embeddings.replace(row: row, by: encoded[index]) }
        memory?.keep(unknown.indices.map { Array(encoded[$0]) }, of: unknown.map { ids[$0] })
        return embeddings
    }

    /// Preprocesses and encodes a batch on the calling thread; several threads may call at once.
    /// - Parameter isCancelled: asked while the image tower is read, which the first call may have to do.
    /// - Returns: [pictures, dimension], normalised.
    /// - Throws: `CheckpointError` where the image tower cannot be read; `CancellationError`.
    package func embed(
        pictures: [Picture], isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        try embed(pixels(of: pictures), isCancelled: isCancelled)
    }

    /// [pictures, height, width, 3]: what the image encoder takes.
    package func pixels(of pictures: [Picture]) -> FeatureMap {
        var images = FeatureMap(
            images: pictures.count, height: preprocessing.height, width: preprocessing.width, channels: 3)
        let stride = images.stride
        images.values.withUnsafeMutableBufferPointer { values in
            for (index, picture) in pictures.enumerated() {
                preprocessing.tensor(picture, into: .init(rebasing: values[index * stride..<(index + 1) * stride]))
            }
        }
        return images
    }

    /// - Parameter images: [images, height, width, 3], of `pixels`.
    /// - Returns: [images, dimension], normalised.
    /// - Throws: as `embed(pictures:)`.
    package func embed(
        _ images: FeatureMap, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        let encoder = try imageTower.encoder(isCancelled: isCancelled)
        var embeddings = encoder(images)
        embeddings.normaliseRows()
        guard embeddings.firstRowOfNoNumbers == nil else {
            throw CheckpointError.resultNotFinite("the embedding of a picture", model: location)
        }
        return embeddings
    }
}
