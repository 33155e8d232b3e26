import CKernels

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

    /// x [nodes, width] of a tree, each node attending to its path from the root.
    func callAsFunction(_ x: inout Matrix, over tree: TokenTree, _ scratch: inout Scratch) {
        ln1(x, into: &scratch.normed)
        inProjection(scratch.normed, into: &scratch.qkv)
        scratch.context.reshape(rows: x.rows, columns: x.columns)
        attend(over: tree, width: x.columns, &scratch)
        outProjection.add(scratch.context, to: &x)
        feedForward(&x, &scratch)
    }

    private func feedForward(_ x: inout Matrix, _ scratch: inout Scratch) {
        ln2(x, into: &scratch.normed)
        fc(scratch.normed, activation, into: &scratch.hidden)
        projection.add(scratch.hidden, to: &x)
    }

    private func attend(over tree: TokenTree, width: Int, _ scratch: inout Scratch) {
        let longest = Int(tree.positions.max() ?? 0) + 1
        withUnsafeTemporaryAllocation(of: Float.self, capacity: longest) { scores in
            scratch.context.values.withUnsafeMutableBufferPointer { context in
                scratch.qkv.values.withUnsafeBufferPointer { qkv in
                    tree.paths.withUnsafeBufferPointer { paths in
                        for node in tree.tokens.indices {
                            clip_attend(
                                qkv.baseAddress!, width, heads, node, paths.baseAddress! + tree.starts[node],
                                tree.starts[node + 1] - tree.starts[node], scores.baseAddress!,
                                context.baseAddress! + node * width)
                        }
                    }
                }
            }
        }
    }
}
