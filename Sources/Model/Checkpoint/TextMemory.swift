/// Embeddings of texts from one start of the program to the next, of one model: by token ids, so that what decides an
/// embedding is all that it is found by. It may forget, and fail: then texts are encoded again.
package protocol TextMemory: Sendable {
    /// The normalised embedding of each, nil where it is not known.
    func embeddings(of ids: [[Int]]) -> [[Float]?]
    /// - Parameter embeddings: normalised, one an entry of `ids`.
    func keep(_ embeddings: [[Float]], of ids: [[Int]])
}
