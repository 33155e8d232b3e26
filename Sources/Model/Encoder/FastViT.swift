import CKernels

/// FastViT as MobileCLIP has it (Vasu et al. 2023, 2024; timm, models/fastvit.py, fastvit_mci0 to mci4). The branches that
/// it is trained with are one convolution each when they are read. Channels come last throughout.
struct FastViT: ImageEncoder {
    let stem: [FoldedConvolution]
    let stages: [Stage]
    let final: FoldedConvolution
    let head: TimmHead

    struct Stage: Sendable {
        /// Two convolutions that halve the sides; none in the first stage.
        let downsampling: [FoldedConvolution]
        /// A convolution that tells where a pixel is.
        let positions: FoldedConvolution?
        let blocks: [Block]
    }

    /// Mixes pixels, by a convolution or by attention, then x + mlp(x).
    struct Block: Sendable {
        let mixer: Mixer
        let filter: FoldedConvolution
        let fc1: Linear
        let fc2: Linear
    }

    enum Mixer: Sendable {
        case convolution(FoldedConvolution)
        /// x + attention(norm(x)); a batch norm is part of the first layer.
        case attention(norm: LayerNorm?, inProjection: Linear, outProjection: Linear, heads: Int)
    }

    var dimension: Int { head.dimension(features: final.outputs) }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = images
        for convolution in stem { x = convolution(x) }
        for stage in stages {
            for convolution in stage.downsampling { x = convolution(x) }
            if let positions = stage.positions { x = positions(x) }
            for block in stage.blocks { block(&x) }
        }
        return head(final(x).means)
    }

    func products(images: Int, height: Int, width: Int) -> [LayerProduct] {
        var products: [LayerProduct] = []
        var (height, width) = (height, width)
        func add(_ convolution: FoldedConvolution) {
            (height, width) = convolution.sides(height, width)
            if let linear = convolution.linear {
                products.append(LayerProduct(rows: images * height * width, linear))
            }
        }
        stem.forEach(add)
        for stage in stages {
            stage.downsampling.forEach(add)
            for block in stage.blocks {
                let own: [Linear] =
                    if case .attention(_, let input, let output, _) = block.mixer { [input, output] } else { [] }
                products += (own + [block.fc1, block.fc2]).map { LayerProduct(rows: images * height * width, $0) }
            }
        }
        return products + head.layers.map { LayerProduct(rows: images, $0) }
    }
}

extension FastViT.Block {
    /// x, in place.
    func callAsFunction(_ x: inout FeatureMap) {
        let pixels = x.height * x.width
        switch mixer {
        case .convolution(let convolution): x = convolution(x)
        case .attention(let norm, let inProjection, let outProjection, let heads):
            let rows = x.matrix
            var qkv = Matrix(rows: 0, columns: 0)
            var context = Matrix(rows: 0, columns: 0)
            inProjection(norm.map { $0.of(rows) } ?? rows, into: &qkv)
            ResidualAttentionBlock.attend(
                within: (0..<x.images).map { $0 * pixels..<($0 + 1) * pixels }, qkv, heads: heads, into: &context)
            x.add(outProjection, of: context)
        }
        var hidden = Matrix(rows: 0, columns: 0)
        fc1(filter(x).matrix, .gelu, into: &hidden)
        x.add(fc2, of: hidden)
    }
}
