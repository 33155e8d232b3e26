import Foundation

extension CLIP {
    /// Tokens that a chunk of prompts has, roughly: at most so many that the activations stay in the cache, at least so
    /// many that another thread is worth its start.
    private static let chunkTokens = 128...2048

    /// - Returns: [prompts, dimension], normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true (asked between layers, on several threads).
    package func embed(
        text prompts: [String], isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Matrix {
        let ids = prompts.map { tokenizer.encode($0).ids }
        let memory = textMemory
        let known = memory?.embeddings(of: ids) ?? ids.map { _ in nil }
        let unknown = ids.indices.filter { known[$0] == nil }
        let encoded = try encode(unknown.map { ids[$0] }, isCancelled: isCancelled)
        var embeddings = Matrix(rows: prompts.count, columns: dimension)
        for (row, embedding) in known.enumerated() {
            if let embedding { embeddings.replace(row: row, by: embedding[...]) }
        }
        for (index, row) in unknown.enumerated() { embeddings.replace(row: row, by: encoded[index]) }
        if let memory, !unknown.isEmpty {
            memory.keep(unknown.indices.map { Array(encoded[$0]) }, of: unknown.map { ids[$0] })
        }
        return embeddings
    }

    /// - Returns: [prompts, dimension], normalised.
    private func encode(_ ids: [[Int]], isCancelled: @Sendable () -> Bool) throws -> Matrix {
        // Neighbours share the most, so that a chunk is a small tree.
        let order = ids.indices.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
        let chunks = Self.chunks(order, of: ids)
        let parts = try concurrently(chunks.count) { index in
            try self.textEncoder(chunks[index].map { ids[$0][...] }, isCancelled: isCancelled)
        }
        var embeddings = Matrix(rows: ids.count, columns: dimension)
        for (chunk, part) in zip(chunks, parts) {
            for (row, prompt) in chunk.enumerated() { embeddings.replace(row: prompt, by: part[row]) }
        }
        embeddings.normaliseRows()
        return embeddings
    }

    /// Consecutive prompts in parts of about the same number of tokens, not counting those that a prompt shares with its
    /// forerunner: a part for each core, or more of them.
    private static func chunks(_ order: [Int], of ids: [[Int]]) -> [[Int]] {
        var previous: [Int] = []
        let fresh = order.map { prompt in
            defer { previous = ids[prompt] }
            return ids[prompt].count - zip(previous, ids[prompt]).prefix { $0 == $1 }.count
        }
        let share = fresh.reduce(0, +) / ProcessInfo.processInfo.activeProcessorCount
        let limit = min(max(share, chunkTokens.lowerBound), chunkTokens.upperBound)
        var chunks: [[Int]] = []
        var tokens = limit
        for (prompt, count) in zip(order, fresh) {
            if tokens >= limit {
                chunks.append([])
                tokens = 0
            }
            chunks[chunks.count - 1].append(prompt)
            tokens += count
        }
        return chunks
    }

    /// Preprocesses and encodes a batch on the calling thread; several threads may call at once.
    /// - Returns: [pictures, dimension], normalised.
    package func embed(pictures: [Picture]) -> Matrix {
        embed(pixels(of: pictures))
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
    package func embed(_ images: FeatureMap) -> Matrix {
        var embeddings = imageEncoder(images)
        embeddings.normaliseRows()
        return embeddings
    }
}
