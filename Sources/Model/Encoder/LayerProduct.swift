/// What a layer multiplies: [rows, inputs] times [outputs, inputs] transposed.
package struct LayerProduct: Sendable, Hashable {
    package let rows: Int
    package let outputs: Int
    package let inputs: Int

    init(rows: Int, _ layer: Linear) {
        (self.rows, outputs, inputs) = (rows, layer.outputs, layer.inputs)
    }

    /// A multiplication and its addition are two.
    package var operations: Double { 2 * Double(rows) * Double(outputs) * Double(inputs) }
}

extension ResidualAttentionBlock {
    /// Without those of attention, which multiplies no weights.
    func products(tokens: Int) -> [LayerProduct] {
        [inProjection, outProjection, gate, fc, projection].compactMap { $0 }.map { LayerProduct(rows: tokens, $0) }
    }
}

extension TextTransformer {
    func products(tokens: Int) -> [LayerProduct] { blocks.flatMap { $0.products(tokens: tokens) } }
}

extension VisionTransformer {
    /// The last block counts as the others, although it goes on with few of its tokens.
    func products(images: Int, height: Int, width: Int) -> [LayerProduct] {
        let tokens = positionalEmbedding.rows
        var products = stem.products(images: images, patches: tokens - (classEmbedding == nil ? 0 : 1))
        products += blocks.flatMap { $0.products(tokens: images * tokens) }
        if case .attention(let pool) = pooling { products += pool.products(images: images, tokens: tokens) }
        return products + head.layers.map { LayerProduct(rows: images, $0) }
    }
}

extension ModifiedResNet {
    func products(images: Int, height: Int, width: Int) -> [LayerProduct] {
        var products: [LayerProduct] = []
        var (height, width) = (height, width)
        func add(_ convolution: Convolution, isTogether: Bool) {
            (height, _) = WindowPadding.symmetric.outputs(
                height, kernel: convolution.kernel, stride: convolution.stride)
            (width, _) = WindowPadding.symmetric.outputs(width, kernel: convolution.kernel, stride: convolution.stride)
            let product = LayerProduct(rows: (isTogether ? images : 1) * height * width, convolution.linear)
            products += Array(repeating: product, count: isTogether ? 1 : images)
        }
        for convolution in stem { add(convolution, isTogether: false) }
        (height, width) = (height / 2, width / 2)
        for (index, layer) in layers.enumerated() {
            for block in layer {
                let isTogether = index >= 2
                add(block.conv1, isTogether: isTogether)
                add(block.conv2, isTogether: isTogether)
                (height, width) = (height / block.stride, width / block.stride)
                if let downsample = block.downsample { add(downsample, isTogether: isTogether) }
                add(block.conv3, isTogether: isTogether)
            }
        }
        return products + [
            LayerProduct(rows: images, attnpool.query),
            LayerProduct(rows: images * (1 + height * width), attnpool.keysAndValues),
            LayerProduct(rows: images, attnpool.cProj),
        ]
    }
}

extension EfficientNet {
    /// Blocks count as if they took their rows at once.
    func products(images: Int, height: Int, width: Int) -> [LayerProduct] {
        var (height, width) = (
            stem.padding.outputs(height, kernel: 3, stride: 2).count,
            stem.padding.outputs(width, kernel: 3, stride: 2).count
        )
        var own = [LayerProduct(rows: height * width, stem.convolution)]
        for block in blocks {
            own += block.expand.map { [LayerProduct(rows: height * width, $0)] } ?? []
            let (kernel, stride) = (block.depthwise.kernel, block.depthwise.stride)
            height = block.depthwise.padding.outputs(height, kernel: kernel, stride: stride).count
            width = block.depthwise.padding.outputs(width, kernel: kernel, stride: stride).count
            own += block.squeeze.map { [$0.reduce, $0.expand] }?.map { LayerProduct(rows: 1, $0) } ?? []
            own.append(LayerProduct(rows: height * width, block.project))
        }
        own.append(LayerProduct(rows: height * width, convHead))
        return (0..<images).flatMap { _ in own } + head.layers.map { LayerProduct(rows: images, $0) }
    }
}
