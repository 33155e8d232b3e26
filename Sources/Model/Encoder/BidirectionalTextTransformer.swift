import Foundation

/// A text tower whose tokens see each other in both directions, and the padding too: SigLIP's (Zhai et al. 2023),
/// MobileCLIP's, CLIPA's. A prompt costs the whole context, and prompts share nothing.
/// Names of the weights are the checkpoint's (open_clip, transformer.py, TextTransformer).
struct BidirectionalTextTransformer: TextEncoder {
    let tokenEmbedding: Matrix  // [vocabulary, width]
    let positionalEmbedding: Matrix  // [context, width]
    let blocks: [ResidualAttentionBlock]
    let lnFinal: LayerNorm
    let textProjection: Linear?  // [embedding, width]
    let pooling: TextTransformer.Pooling
    let padding: Padding

    var context: Int { positionalEmbedding.rows }
    var width: Int { tokenEmbedding.columns }
    var dimension: Int { textProjection?.outputs ?? width }

    /// Prompts to compute at once, so that the activations stay in the processor's cache.
    private static let promptsAtOnce = 8

    func onAllCores(
        _ prompts: [[Int]], reusing cache: KeyValueCache?, isCancelled: @Sendable () -> Bool
    ) throws -> Matrix {
        try inParts(of: Self.promptsAtOnce, prompts) { try encode($0, isCancelled: isCancelled) }
    }

    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func encode(_ prompts: [[Int]], isCancelled: () -> Bool = { false }) throws -> Matrix {
        let padded = prompts.map(padded)
        var x = embed(padded)  // [prompts * context, width]
        let pooled = padded.enumerated().map { $0 * context + pooling.place(in: $1[...]) }
        var scratch = ResidualAttentionBlock.Scratch()
        for (index, block) in blocks.enumerated() {
            if isCancelled() { throw CancellationError() }
            let isLast = index == blocks.count - 1
            block(&x, .sequences(of: context), keeping: isLast ? pooled : nil, &scratch)
        }
        let ends = lnFinal.of(blocks.isEmpty ? x.selecting(pooled) : x)  // [prompts, width]
        guard let textProjection else { return ends }
        var embeddings = Matrix(rows: 0, columns: 0)
        textProjection(ends, into: &embeddings)
        return embeddings
    }

    private func padded(_ ids: [Int]) -> [Int] {
        precondition(ids.count <= context, "\(ids.count) tokens in a context of \(context)")
        let fill = Array(repeating: padding.id, count: context - ids.count)
        return padding.isLeft ? fill + ids : ids + fill
    }

    private func embed(_ prompts: [[Int]]) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(prompts.count * context * width)
        for prompt in prompts {
            for (place, token) in prompt.enumerated() {
                for (word, position) in zip(tokenEmbedding[token], positionalEmbedding[place]) {
                    values.append(word + position)
                }
            }
        }
        return Matrix(rows: prompts.count * context, columns: width, values: values)
    }

    func products(tokens: Int) -> [LayerProduct] { blocks.flatMap { $0.products(tokens: tokens) } }
}
