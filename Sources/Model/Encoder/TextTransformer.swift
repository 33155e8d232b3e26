/// CLIP's text tower: token ids in, one embedding a prompt out.
/// Radford et al. 2021, section 2.4; names of the weights are the checkpoint's.
struct TextTransformer: Sendable {
    let tokenEmbedding: Matrix  // [vocabulary, width]
    let positionalEmbedding: Matrix  // [context, width]
    let blocks: [ResidualAttentionBlock]
    let lnFinal: LayerNorm
    let textProjection: Linear?  // [embedding, width]
    let pooling: Pooling

    /// The token whose state is the embedding.
    enum Pooling: Sendable, Equatable {
        /// The first of those with the highest id (openai/CLIP; end-of-text is the last id there).
        case highestToken
        /// The first token of this id.
        case firstToken(Int)
        /// The place at the start or end of the context, whatever stands there.
        case first, last

        func place(in ids: ArraySlice<Int>) -> Int {
            let found: Int? =
                switch self {
                case .highestToken: ids.max().flatMap { ids.firstIndex(of: $0) }
                case .firstToken(let id): ids.firstIndex(of: id)
                case .first: ids.startIndex
                case .last: ids.indices.last
                }
            return found ?? ids.startIndex
        }
    }

    var width: Int { tokenEmbedding.columns }
    var dimension: Int { textProjection?.outputs ?? width }

    /// - Parameter prompts: token ids, not padded, at most `context` each.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func callAsFunction(
        _ prompts: [ArraySlice<Int>], isSharing: Bool = true, isCancelled: () -> Bool = { false }
    ) throws -> Matrix {
        try self(TokenTree(prompts.map { upToPooled($0) }, isSharing: isSharing), isCancelled: isCancelled)
    }

    /// - Parameters:
    ///   - tree: of `upToPooled` prompts.
    ///   - cache: of which its nodes have rows.
    /// - Returns: [prompts, embedding], not normalised.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    func callAsFunction(
        _ tree: TokenTree, cache: KeyValueCache.Memory? = nil, isCancelled: () -> Bool = { false }
    ) throws -> Matrix {
        var x = embed(tree)  // [nodes, width]
        var scratch = ResidualAttentionBlock.Scratch()
        for (index, block) in blocks.enumerated() {
            if isCancelled() { throw CancellationError() }
            // Of the last layer only the states that are read are computed.
            let isLast = index == blocks.count - 1
            block(&x, .paths(tree, cache: cache?.layer(index)), keeping: isLast ? tree.ends : nil, &scratch)
        }
        lnFinal(x, into: &scratch.normed)  // [prompts, width]
        guard let textProjection else { return scratch.normed }
        var embeddings = Matrix(rows: 0, columns: 0)
        textProjection(scratch.normed, into: &embeddings)
        return embeddings
    }

    /// The same with one more token, behind the others.
    func adding(token embedding: [Float]) -> TextTransformer {
        TextTransformer(
            tokenEmbedding: Matrix(
                rows: tokenEmbedding.rows + 1, columns: width, values: tokenEmbedding.values + embedding),
            positionalEmbedding: positionalEmbedding, blocks: blocks, lnFinal: lnFinal,
            textProjection: textProjection, pooling: pooling)
    }

    /// What comes after the token that is read is of no effect.
    func upToPooled(_ ids: ArraySlice<Int>) -> ArraySlice<Int> {
        precondition(
            ids.count <= positionalEmbedding.rows, "\(ids.count) tokens in a context of \(positionalEmbedding.rows)")
        return ids[...pooling.place(in: ids)]
    }

    private func embed(_ tree: TokenTree) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(tree.tokens.count * width)
        for (token, position) in zip(tree.tokens, tree.positions) {
            for (word, place) in zip(tokenEmbedding[Int(token)], positionalEmbedding[Int(position)]) {
                values.append(word + place)
            }
        }
        return Matrix(rows: tree.tokens.count, columns: width, values: values)
    }
}
