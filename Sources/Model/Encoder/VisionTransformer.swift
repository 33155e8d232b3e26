import CKernels

/// The Vision Transformer of CLIP (Dosovitskiy et al. 2021 with the norm before the layers of Radford et al. 2021), and
/// what SigLIP, EVA, PE and MobileCLIP make of it. Names of the weights are the checkpoint's (openai/CLIP, clip/model.py,
/// VisionTransformer).
struct VisionTransformer: ImageEncoder {
    let stem: Stem
    let classEmbedding: [Float]?  // [width]
    let positionalEmbedding: Matrix  // [tokens, width]; zeros for a class token that has no position
    let lnPre: LayerNorm?
    let blocks: [ResidualAttentionBlock]
    /// Before the tokens are pooled, and behind it; one of them is nil.
    let lnPost: LayerNorm?
    let pooling: Pooling
    var pooledNorm: LayerNorm?
    /// CLIP's is one layer, [embedding, width].
    let head: TimmHead

    /// What makes tokens of pixels.
    enum Stem: Sendable {
        /// Patches of this side, each through one layer: [width, patch * patch * 3], patch row, patch column, colour.
        case patches(of: Int, Linear)
        case convolutions(ConvolutionStem)
        case hybrid(HybridStem)
    }

    enum Pooling: Sendable {
        /// The class token, the first of the sequence.
        case classToken
        /// The mean of the patches.
        case mean
        case attention(AttentionPool)

        var isClassToken: Bool {
            if case .classToken = self { true } else { false }
        }
    }

    var dimension: Int { head.dimension(features: width) }
    var patch: Int { stem.patch }
    private var width: Int { positionalEmbedding.columns }
    private var tokens: Int { positionalEmbedding.rows }
    private var prefix: Int { classEmbedding == nil ? 0 : 1 }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = embed(images)  // [images * tokens, width]
        var scratch = ResidualAttentionBlock.Scratch()
        let classTokens = (0..<images.images).map { $0 * tokens }
        for (index, block) in blocks.enumerated() {
            let isLast = index == blocks.count - 1 && pooling.isClassToken
            block(&x, .sequences(of: tokens), keeping: isLast ? classTokens : nil, &scratch)
        }
        if blocks.isEmpty, pooling.isClassToken { x = x.selecting(classTokens) }
        return head(pool(x, images: images.images))
    }

    /// Patches as tokens behind the class token, each with its position: [images * tokens, width].
    func embed(_ images: FeatureMap) -> Matrix {
        let patches = stem(images)
        let count = patches.rows / images.images
        precondition(count + prefix == tokens, "\(count) patches for \(tokens) tokens")
        var x = Matrix(rows: images.images * tokens, columns: width)
        x.values.withUnsafeMutableBufferPointer { x in
            for image in 0..<images.images {
                let own = x.baseAddress! + image * tokens * width
                if let classEmbedding { own.update(from: classEmbedding, count: width) }
                patches.values.withUnsafeBufferPointer {
                    (own + prefix * width).update(
                        from: $0.baseAddress! + image * count * width, count: count * width)
                }
                clip_add(own, positionalEmbedding.values, tokens * width)
            }
        }
        return lnPre.map { $0.of(x) } ?? x
    }

    /// -> [images, width]
    private func pool(_ x: Matrix, images: Int) -> Matrix {
        let x = lnPost.map { $0.of(x) } ?? x
        let pooled =
            switch pooling {
            case .classToken: x
            case .mean: meanOfPatches(x, images: images)
            case .attention(let pool): pool(x, images: images)
            }
        return pooledNorm.map { $0.of(pooled) } ?? pooled
    }

    private func meanOfPatches(_ x: Matrix, images: Int) -> Matrix {
        var means = Matrix(rows: images, columns: width)
        for image in 0..<images {
            means.values.withUnsafeMutableBufferPointer { means in
                x.values.withUnsafeBufferPointer {
                    clip_mean_pool(
                        $0.baseAddress! + (image * tokens + prefix) * width, means.baseAddress! + image * width,
                        tokens - prefix, width)
                }
            }
        }
        return means
    }
}

extension VisionTransformer.Stem {
    var patch: Int {
        switch self {
        case .patches(let patch, _): patch
        case .convolutions(let stem): stem.patch
        case .hybrid: HybridStem.patch
        }
    }

    /// -> [images * patches, width]
    func callAsFunction(_ images: FeatureMap) -> Matrix {
        switch self {
        case .convolutions(let stem): return stem(images)
        case .hybrid(let stem): return stem(images)
        case .patches(let patch, let layer):
            let count = (images.height / patch) * (images.width / patch)
            var patches = Matrix(rows: images.images * count, columns: layer.outputs)
            images.values.withUnsafeBufferPointer { pixels in
                let windows = clip_rows(
                    windowsOf: patch, stride: patch, padding: .none, over: pixels.baseAddress!, height: images.height,
                    width: images.width, channels: 3)
                patches.values.withUnsafeMutableBufferPointer {
                    layer(windows, rows: images.images * count, .none, into: $0.baseAddress!)
                }
            }
            return patches
        }
    }

    /// What it multiplies for so many images of so many patches.
    func products(images: Int, patches: Int) -> [LayerProduct] {
        switch self {
        case .patches(_, let layer): [LayerProduct(rows: images * patches, layer)]
        case .convolutions(let stem): stem.products(images: images, patches: patches)
        case .hybrid(let stem): stem.products(images: images, patches: patches)
        }
    }
}
