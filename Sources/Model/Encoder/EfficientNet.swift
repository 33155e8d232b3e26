import CKernels

/// EfficientNet (Tan and Le 2019) as timm builds it, with the head that open_clip puts on it.
/// Names of the weights are timm's; batch norm is folded into the convolutions when they are read.
struct EfficientNet: ImageEncoder {
    let stem: Stem
    let blocks: [MobileBlock]
    let convHead: Linear  // [features, channels]
    let activation: Activation
    let head: TimmHead

    /// conv_stem: 3x3, stride 2.
    struct Stem: Sendable {
        let convolution: Linear  // [channels, 3 * 3 * 3]: window row, window column, colour
        let padding: WindowPadding
    }

    var dimension: Int { head.dimension(features: convHead.outputs) }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var scratch = MobileBlock.Scratch()
        var features = Matrix(rows: images.images, columns: convHead.outputs)
        var expanded: [Float] = []
        for image in 0..<images.images {
            var x = stem(images, image: image, activation)  // [1, height / 2, width / 2, channels]
            for block in blocks { x = block(x, &scratch) }
            let pixels = x.height * x.width
            expanded.grow(to: pixels * convHead.outputs)
            expanded.withUnsafeMutableBufferPointer { expanded in
                convHead(x.values, rows: pixels, activation, into: expanded.baseAddress!)
                features.values.withUnsafeMutableBufferPointer {
                    clip_mean_pool(
                        expanded.baseAddress!, $0.baseAddress! + image * convHead.outputs, pixels, convHead.outputs)
                }
            }
        }
        return head(features)
    }
}

extension EfficientNet.Stem {
    /// -> [1, height / 2, width / 2, channels] of one image.
    func callAsFunction(_ images: FeatureMap, image: Int, _ activation: Activation) -> FeatureMap {
        let (height, _) = padding.outputs(images.height, kernel: 3, stride: 2)
        let (width, _) = padding.outputs(images.width, kernel: 3, stride: 2)
        var x = FeatureMap(images: 1, height: height, width: width, channels: convolution.outputs)
        images.values.withUnsafeBufferPointer { pixels in
            let windows = clip_rows(
                windowsOf: 3, stride: 2, padding: padding, over: pixels.baseAddress! + image * images.stride,
                height: images.height, width: images.width, channels: images.channels)
            x.values.withUnsafeMutableBufferPointer {
                convolution(windows, rows: height * width, activation, into: $0.baseAddress!)
            }
        }
        return x
    }
}
