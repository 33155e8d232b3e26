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
}

extension TextTransformer: TextEncoder {}
