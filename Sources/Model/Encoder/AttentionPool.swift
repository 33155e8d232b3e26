import CKernels

/// Pools the tokens of an image by attention from one learnt query, with a feed-forward part behind it: the "MAP head"
/// (Zhai et al. 2022; timm, layers/attention_pool.py, AttentionPoolLatent; transformers,
/// SiglipMultiheadAttentionPoolingHead). CoCa's norms the tokens before, and has nothing behind it (open_clip,
/// transformer.py, AttentionalPooler: of its queries the first alone is the embedding).
struct AttentionPool: Sendable {
    var tokenNorm: LayerNorm?
    let query: [Float]  // [width], the latent behind its layer
    let keysAndValues: Linear  // [2 width, token width]
    let projection: Linear  // [width, width]
    let feedForward: FeedForward?
    let heads: Int

    struct FeedForward: Sendable {
        let norm: LayerNorm
        let fc1: Linear  // [hidden, width]
        let fc2: Linear  // [width, hidden]
        let activation: Activation
    }

    /// x [images * tokens, width] -> [images, width]
    func callAsFunction(_ x: Matrix, images: Int) -> Matrix {
        let width = query.count
        let tokens = x.rows / images
        let x = tokenNorm.map { $0.of(x) } ?? x
        var seen = Matrix(rows: 0, columns: 0)
        keysAndValues(x, into: &seen)  // [images * tokens, 2 width]
        var context = Matrix(rows: images, columns: width)
        var scores = [Float](repeating: 0, count: tokens)
        context.values.withUnsafeMutableBufferPointer { context in
            seen.values.withUnsafeBufferPointer { seen in
                for image in 0..<images {
                    let keys = seen.baseAddress! + image * tokens * 2 * width
                    clip_attend(
                        query, keys, keys + width, 2 * width, nil, tokens, width, heads, &scores,
                        context.baseAddress! + image * width)
                }
            }
        }
        var pooled = Matrix(rows: 0, columns: 0)
        projection(context, into: &pooled)
        guard let feedForward else { return pooled }
        var hidden = Matrix(rows: 0, columns: 0)
        feedForward.fc1(feedForward.norm.of(pooled), feedForward.activation, into: &hidden)
        feedForward.fc2.add(hidden, to: &pooled)
        return pooled
    }

    func products(images: Int, tokens: Int) -> [LayerProduct] {
        [LayerProduct(rows: images * tokens, keysAndValues)]
            + [projection, feedForward?.fc1, feedForward?.fc2].compactMap { $0 }.map { LayerProduct(rows: images, $0) }
    }
}
