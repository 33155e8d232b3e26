/// One layer of a transformer as CLIP has it: x + attention(ln_1(x)), then x + mlp(ln_2(x)).
/// Names are the checkpoint's (openai/CLIP, clip/model.py, ResidualAttentionBlock).
struct ResidualAttentionBlock: Sendable {
    let ln1: LayerNorm
    let inProjection: Linear  // [3 width, width]: queries, keys and values
    let outProjection: Linear  // [width, width]
    let ln2: LayerNorm
    let fc: Linear  // [4 width, width]
    let projection: Linear  // [width, 4 width]
    let heads: Int
    let activation: Activation

    /// What a layer leaves behind for the next one to use again.
    struct Scratch {
        var normed = Matrix(rows: 0, columns: 0)
        var qkv = Matrix(rows: 0, columns: 0)
        var context = Matrix(rows: 0, columns: 0)
        var hidden = Matrix(rows: 0, columns: 0)
    }

    /// Which tokens see which.
    enum Attention {
        /// Rows are the nodes of a tree; each sees its path from the root, and what of it is in a layer of a cache's
        /// memory, [rows, 2 width].
        case paths(TokenTree, cache: UnsafeMutablePointer<Float>?)
        /// Rows are sequences of this many tokens; each token sees its whole sequence.
        case sequences(of: Int)
    }

    /// x [tokens, width], in place.
    /// - Parameter rows: the tokens whose state is still needed afterwards, which x then consists of; nil: all.
    func callAsFunction(
        _ x: inout Matrix, _ attention: Attention, keeping rows: [Int]? = nil, _ scratch: inout Scratch
    ) {
        ln1(x, into: &scratch.normed)
        inProjection(scratch.normed, into: &scratch.qkv)
        switch attention {
        case .paths(let tree, let cache):
            attend(
                over: tree, nodes: rows ?? Array(tree.tokens.indices), scratch.qkv, cache: cache,
                into: &scratch.context)
        case .sequences(let length):
            attend(withinSequencesOf: length, scratch.qkv, into: &scratch.context)
            if let rows { scratch.context = scratch.context.selecting(rows) }
        }
        if let rows { x = x.selecting(rows) }
        outProjection.add(scratch.context, to: &x)
        ln2(x, into: &scratch.normed)
        fc(scratch.normed, activation, into: &scratch.hidden)
        projection.add(scratch.hidden, to: &x)
    }
}
