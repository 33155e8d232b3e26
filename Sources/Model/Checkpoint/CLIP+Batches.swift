import Synchronization

extension CLIP {
    /// Encodes batches on so many threads, each of which takes one at a time.
    /// - Parameter batches: of `pixels`.
    /// - Returns: [images, dimension], normalised, in the order of the batches.
    package func embed(_ batches: [FeatureMap], threads: Int) throws -> Matrix {
        let next = Atomic(0)
        let parts = try concurrently(threads) { _ in
            var own: [(batch: Int, embeddings: Matrix)] = []
            while case let batch = next.add(1, ordering: .relaxed).oldValue, batch < batches.count {
                own.append((batch, try self.embed(batches[batch])))
            }
            return own
        }
        let values = parts.joined().sorted { $0.batch < $1.batch }.flatMap(\.embeddings.values)
        return Matrix(rows: values.count / dimension, columns: dimension, values: values)
    }
}
