import CKernels

/// Tokens by three convolutions in place of one layer over patches (MobileCLIP-B; timm, models/vision_transformer_hybrid.py,
/// ConvStem): 4x4, 2x2 and 2x2, each as far apart as it is wide, with GELU between. Batch norm is folded in.
struct ConvolutionStem: Sendable {
    struct Layer: Sendable {
        let linear: Linear
        let kernel: Int
        let stride: Int
        let padding: WindowPadding
        let activation: Activation
    }

    let layers: [Layer]

    var patch: Int { layers.map(\.stride).reduce(1, *) }

    /// -> [images * patches, width]
    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = images
        for layer in layers {
            let (height, _) = layer.padding.outputs(x.height, kernel: layer.kernel, stride: layer.stride)
            let (width, _) = layer.padding.outputs(x.width, kernel: layer.kernel, stride: layer.stride)
            var y = FeatureMap(images: x.images, height: height, width: width, channels: layer.linear.outputs)
            x.values.withUnsafeBufferPointer { values in
                let windows = clip_rows(
                    windowsOf: layer.kernel, stride: layer.stride, padding: layer.padding, over: values.baseAddress!,
                    height: x.height, width: x.width, channels: x.channels)
                y.values.withUnsafeMutableBufferPointer {
                    layer.linear(
                        windows, rows: y.images * height * width, layer.activation, into: $0.baseAddress!)
                }
            }
            x = y
        }
        return Matrix(rows: x.images * x.height * x.width, columns: x.channels, values: x.values)
    }

    func products(images: Int, patches: Int) -> [LayerProduct] {
        var rows = images * patches
        return layers.reversed().map { layer in
            defer { rows *= layer.stride * layer.stride }
            return LayerProduct(rows: rows, layer.linear)
        }.reversed()
    }
}
