import Foundation

/// A text tower: token ids in, one embedding a prompt out.
protocol TextEncoder: Sendable {
    /// Length of an embedding.
    var dimension: Int { get }

    /// Encodes prompts on all cores.
    /// - Parameters:
    ///   - prompts: token ids, not padded, at most as many as the context each.
    ///   - cache: for towers whose prompts share what they begin with.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true (asked between layers, on several threads).
    func onAllCores(
        _ prompts: [[Int]], reusing cache: KeyValueCache?, isCancelled: @Sendable () -> Bool
    ) throws -> Matrix

    /// What the blocks multiply for so many tokens.
    func products(tokens: Int) -> [LayerProduct]
}

extension TextEncoder {
    func callAsFunction(_ prompts: [ArraySlice<Int>]) throws -> Matrix {
        try onAllCores(prompts.map { Array($0) }, reusing: nil) { false }
    }

    /// Encodes prompts that share nothing: parts of them on all cores.
    /// - Parameter most: prompts of a part.
    /// - Returns: [prompts, embedding]
    func inParts(of most: Int, _ prompts: [[Int]], encode: @Sendable ([[Int]]) throws -> Matrix) throws -> Matrix {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let size = max(1, min(most, (prompts.count + cores - 1) / cores))
        let parts = stride(from: 0, to: prompts.count, by: size).map { $0..<min($0 + size, prompts.count) }
        let embeddings = try concurrently(parts.count) { try encode(Array(prompts[parts[$0]])) }
        return Matrix(rows: prompts.count, columns: dimension, values: embeddings.flatMap(\.values))
    }
}

extension TextTransformer: TextEncoder {}
