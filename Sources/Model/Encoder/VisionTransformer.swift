import CKernels

/// The Vision Transformer of CLIP (Dosovitskiy et al. 2021 with the norm before the layers of Radford et al. 2021).
/// Names of the weights are the checkpoint's (openai/CLIP, clip/model.py, VisionTransformer).
struct VisionTransformer: ImageEncoder {
    let patch: Int
    let conv1: Linear  // [width, patch * patch * 3]: patch row, patch column, colour
    let classEmbedding: [Float]  // [width]
    let positionalEmbedding: Matrix  // [1 + patches, width]
    let lnPre: LayerNorm?
    let blocks: [ResidualAttentionBlock]
    let lnPost: LayerNorm
    let proj: Linear  // [embedding, width]
    let pooling: Pooling

    enum Pooling: Sendable, Equatable {
        /// The class token, the first of the sequence.
        case classToken
        /// The mean of the patches, normalised before or after it is taken.
        case mean(isNormedAfter: Bool)
    }

    var dimension: Int { proj.outputs }
    private var width: Int { conv1.outputs }
    private var tokens: Int { positionalEmbedding.rows }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = embed(images)  // [images * tokens, width]
        var scratch = ResidualAttentionBlock.Scratch()
        let classTokens = (0..<images.images).map { $0 * tokens }
        for (index, block) in blocks.enumerated() {
            let isLast = index == blocks.count - 1 && pooling == .classToken
            block(&x, .sequences(of: tokens), keeping: isLast ? classTokens : nil, &scratch)
        }
        var embeddings = Matrix(rows: 0, columns: 0)
        proj(pool(x, images: images.images), into: &embeddings)
        return embeddings
    }

    /// Patches as tokens behind the class token, each with its position: [images * tokens, width].
    func embed(_ images: FeatureMap) -> Matrix {
        let (rows, columns) = (images.height / patch, images.width / patch)
        precondition(rows * columns + 1 == tokens, "\(rows) x \(columns) patches for \(tokens) tokens")
        let count = rows * columns
        var patches = Matrix(rows: images.images * count, columns: width)
        images.values.withUnsafeBufferPointer { pixels in
            let windows = clip_rows(
                windowsOf: patch, stride: patch, padding: .none, over: pixels.baseAddress!, height: images.height,
                width: images.width, channels: 3)
            patches.values.withUnsafeMutableBufferPointer {
                conv1(windows, rows: images.images * count, .none, into: $0.baseAddress!)
            }
        }
        var x = Matrix(rows: images.images * tokens, columns: width)
        x.values.withUnsafeMutableBufferPointer { x in
            for image in 0..<images.images {
                let own = x.baseAddress! + image * tokens * width
                own.update(from: classEmbedding, count: width)
                patches.values.withUnsafeBufferPointer {
                    (own + width).update(from: $0.baseAddress! + image * count * width, count: count * width)
                }
                clip_add(own, positionalEmbedding.values, tokens * width)
            }
        }
        guard let lnPre else { return x }
        var normed = Matrix(rows: 0, columns: 0)
        lnPre(x, into: &normed)
        return normed
    }

    /// -> [images, width]
    private func pool(_ x: Matrix, images: Int) -> Matrix {
        var normed = Matrix(rows: 0, columns: 0)
        switch pooling {
        case .classToken:
            lnPost(blocks.isEmpty ? x.selecting((0..<images).map { $0 * tokens }) : x, into: &normed)
            return normed
        case .mean(isNormedAfter: true):
            lnPost(meanOfPatches(x, images: images), into: &normed)
            return normed
        case .mean(isNormedAfter: false):
            lnPost(x, into: &normed)
            return meanOfPatches(normed, images: images)
        }
    }

    private func meanOfPatches(_ x: Matrix, images: Int) -> Matrix {
        var means = Matrix(rows: images, columns: width)
        for image in 0..<images {
            means.values.withUnsafeMutableBufferPointer { means in
                x.values.withUnsafeBufferPointer {
                    clip_mean_pool(
                        $0.baseAddress! + (image * tokens + 1) * width, means.baseAddress! + image * width, tokens - 1,
                        width)
                }
            }
        }
        return means
    }
}
