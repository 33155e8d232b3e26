import CKernels

/// ConvNeXt (Liu et al. 2022) as timm builds it (models/convnext.py), with the head that open_clip puts on it. Channels
/// come last throughout; each branch's scale is part of its last layer.
struct ConvNeXt: ImageEncoder {
    let stem: Downsampling
    let stages: [Stage]
    /// Of the means over the last image.
    let norm: LayerNorm
    let head: TimmHead

    /// A convolution whose kernel is its stride, with a norm before it, or behind it in the stem.
    struct Downsampling: Sendable {
        let normBefore: LayerNorm?
        let convolution: Linear  // [outputs, kernel * kernel * inputs]
        let kernel: Int
        let normAfter: LayerNorm?
    }

    struct Stage: Sendable {
        let downsampling: Downsampling?
        let blocks: [Block]
    }

    /// x + scale * fc2(GELU(fc1(norm(depthwise 7x7(x)))))
    struct Block: Sendable {
        let depthwise: [Float]  // [7, 7, channels]
        let bias: [Float]
        let norm: LayerNorm
        let fc1: Linear
        let fc2: Linear
    }

    var dimension: Int { head.dimension(features: norm.weight.count) }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = stem(images)
        for stage in stages {
            if let downsampling = stage.downsampling { x = downsampling(x) }
            for block in stage.blocks { block(&x) }
        }
        return head(norm.of(x.means))
    }

    func products(images: Int, height: Int, width: Int) -> [LayerProduct] {
        var (height, width) = (height / stem.kernel, width / stem.kernel)
        var products = [LayerProduct(rows: images * height * width, stem.convolution)]
        for stage in stages {
            if let downsampling = stage.downsampling {
                (height, width) = (height / downsampling.kernel, width / downsampling.kernel)
                products.append(LayerProduct(rows: images * height * width, downsampling.convolution))
            }
            products += stage.blocks.flatMap { [$0.fc1, $0.fc2] }
                .map { LayerProduct(rows: images * height * width, $0) }
        }
        return products + head.layers.map { LayerProduct(rows: images, $0) }
    }
}

extension ConvNeXt.Downsampling {
    func callAsFunction(_ x: FeatureMap) -> FeatureMap {
        let x = normBefore.map { x.normed($0) } ?? x
        var y = FeatureMap(
            images: x.images, height: x.height / kernel, width: x.width / kernel, channels: convolution.outputs)
        x.values.withUnsafeBufferPointer { values in
            let windows = clip_rows(
                windowsOf: kernel, stride: kernel, padding: .none, over: values.baseAddress!, height: x.height,
                width: x.width, channels: x.channels)
            y.values.withUnsafeMutableBufferPointer {
                convolution(windows, rows: y.images * y.height * y.width, .none, into: $0.baseAddress!)
            }
        }
        return normAfter.map { y.normed($0) } ?? y
    }
}

extension ConvNeXt.Block {
    /// x, in place.
    func callAsFunction(_ x: inout FeatureMap) {
        var filtered = Matrix(rows: x.images * x.height * x.width, columns: x.channels)
        let shape = clip_depthwise_shape(
            height: x.height, columns: x.width, channels: x.channels, kernel: 7, stride: 1, before_y: 3, before_x: 3,
            first_row: 0, out_first: 0, out_rows: x.height, out_columns: x.width)
        let (images, stride, rows) = (x.images, x.stride, filtered.rows)
        filtered.values.withUnsafeMutableBufferPointer { filtered in
            x.values.withUnsafeBufferPointer { values in
                for image in 0..<images {
                    clip_depthwise(
                        values.baseAddress! + image * stride, depthwise, filtered.baseAddress! + image * stride, shape)
                }
            }
            Activation.none.apply(filtered.baseAddress!, bias: bias, rows: rows)
        }
        var hidden = Matrix(rows: 0, columns: 0)
        fc1(norm.of(filtered), .gelu, into: &hidden)
        x.add(fc2, of: hidden)
    }
}
