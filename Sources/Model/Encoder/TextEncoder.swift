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

    /// As many parts for each core, and all about as long: none waits for another's last.
    static func parts(of most: Int, count: Int, cores: Int) -> [Range<Int>] {
        let parts = min(count, cores * max(1, (count + cores * most - 1) / (cores * most)))
        return (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
    }

    /// Encodes prompts that share nothing: parts of them on all cores.
    /// - Parameter most: prompts of a part.
    /// - Returns: [prompts, embedding]
    func inParts(of most: Int, _ prompts: [[Int]], encode: @Sendable ([[Int]]) throws -> Matrix) throws -> Matrix {
        let parts = Self.parts(
            of: most, count: prompts.count, cores: ProcessInfo.processInfo.activeProcessorCount)
        let embeddings = try concurrently(parts.count) { try encode(Array(prompts[parts[$0]])) }
        return Matrix(rows: prompts.count, columns: dimension, values: embeddings.flatMap(\.values))
    }
}

extension TextTransformer: TextEncoder {}
