import CKernels

/// A convolution with its norms, scales and shortcuts folded in, squeeze and excite, and an activation.
struct FoldedConvolution: Sendable {
    enum Kernel: Sendable {
        /// Over all channels: [outputs, kernel * kernel * inputs]
        case dense(Linear)
        /// Of each channel alone, of which `multiplier` outputs come: [kernel, kernel, outputs]
        case depthwise([Float], bias: [Float], multiplier: Int)
    }

    let kernel: Kernel
    let size: Int
    let stride: Int
    var squeeze: SqueezeExcite?
    var activation = Activation.none

    var outputs: Int {
        switch kernel {
        case .dense(let linear): linear.outputs
        case .depthwise(_, let bias, _): bias.count
        }
    }

    var linear: Linear? { if case .dense(let linear) = kernel { linear } else { nil } }

    func sides(_ height: Int, _ width: Int) -> (Int, Int) {
        (
            WindowPadding.symmetric.outputs(height, kernel: size, stride: stride).count,
            WindowPadding.symmetric.outputs(width, kernel: size, stride: stride).count
        )
    }

    func callAsFunction(_ x: FeatureMap) -> FeatureMap {
        let (height, width) = sides(x.height, x.width)
        var y = FeatureMap(images: x.images, height: height, width: width, channels: outputs)
        // Squeeze and excite stands between the sum and the activation.
        let first = squeeze == nil ? activation : .none
        switch kernel {
        case .dense(let linear):
            x.values.withUnsafeBufferPointer { values in
                let windows = clip_rows(
                    windowsOf: size, stride: stride, padding: .symmetric, over: values.baseAddress!, height: x.height,
                    width: x.width, channels: x.channels)
                y.values.withUnsafeMutableBufferPointer {
                    linear(windows, rows: x.images * height * width, first, into: $0.baseAddress!)
                }
            }
        case .depthwise(let weights, let bias, let multiplier):
            filter(multiplier == 1 ? x : x.repeatingChannels(multiplier), weights, into: &y)
            let rows = y.images * height * width
            y.values.withUnsafeMutableBufferPointer { first.apply($0.baseAddress!, bias: bias, rows: rows) }
        }
        guard let squeeze else { return y }
        let (pixels, floats, images) = (height * width, y.stride, y.images)
        y.values.withUnsafeMutableBufferPointer { values in
            for image in 0..<images { squeeze.scale(values.baseAddress! + image * floats, pixels: pixels) }
            activation.apply(
                values.baseAddress!, bias: [Float](repeating: 0, count: outputs), rows: images * pixels)
        }
        return y
    }

    private func filter(_ x: FeatureMap, _ weights: [Float], into y: inout FeatureMap) {
        let padding = (size - 1) / 2
        let shape = clip_depthwise_shape(
            height: x.height, columns: x.width, channels: x.channels, kernel: size, stride: stride, before_y: padding,
            before_x: padding, first_row: 0, out_first: 0, out_rows: y.height, out_columns: y.width)
        let own = y.stride
        y.values.withUnsafeMutableBufferPointer { y in
            x.values.withUnsafeBufferPointer { values in
                for image in 0..<x.images {
                    clip_depthwise(
                        values.baseAddress! + image * x.stride, weights, y.baseAddress! + image * own, shape)
                }
            }
        }
    }
}
