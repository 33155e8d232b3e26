import CKernels

/// The mobile inverted bottleneck of EfficientNet (Sandler et al. 2018, figure 3): expand, depthwise convolution,
/// squeeze and excite where there is one, project; a sum with the input where shapes allow.
/// timm calls it InvertedResidual, and DepthwiseSeparableConv where it does not expand.
///
/// The expanded image is six times the block's input and read once. It is computed a band of rows at a time, so that a
/// band stays in the processor's cache from the expansion to the projection.
struct MobileBlock: Sendable {
    let expand: Linear?  // [expanded, inputs]
    let depthwise: DepthwiseConvolution
    let squeeze: SqueezeExcite?
    let project: Linear  // [outputs, expanded]
    let activation: Activation

    struct DepthwiseConvolution: Sendable {
        let weight: [Float]  // [kernel, kernel, channels]
        let bias: [Float]  // [channels]
        let kernel: Int
        let stride: Int
        let padding: WindowPadding
    }

    struct Scratch {
        /// Rows of the expanded image, and of what the depthwise convolution makes of them.
        var expanded: [Float] = []
        var filtered: [Float] = []
    }

    private static let bandFloats = 64 * 1024

    /// x [1, height, width, inputs] -> [1, height / stride, width / stride, outputs]
    func callAsFunction(_ x: FeatureMap, _ scratch: inout Scratch) -> FeatureMap {
        let channels = depthwise.bias.count
        let (height, top) = depthwise.padding.outputs(x.height, kernel: depthwise.kernel, stride: depthwise.stride)
        let (width, left) = depthwise.padding.outputs(x.width, kernel: depthwise.kernel, stride: depthwise.stride)
        var y = FeatureMap(images: 1, height: height, width: width, channels: project.outputs)
        let isResidual = depthwise.stride == 1 && x.channels == y.channels
        if isResidual { y.values = x.values }
        // Squeeze and excite looks at the whole image before the projection.
        let band =
            squeeze == nil ? max(1, min(height, Self.bandFloats / (width * depthwise.stride * channels))) : height
        scratch.filtered.grow(to: band * width * channels)
        let inputRows = (band - 1) * depthwise.stride + depthwise.kernel
        if expand != nil { scratch.expanded.grow(to: min(inputRows, x.height) * x.width * channels) }

        var ready = 0..<0  // the rows of the expanded image that are in `scratch.expanded`
        for first in stride(from: 0, to: height, by: band) {
            let rows = min(band, height - first)
            let from = max(0, first * depthwise.stride - top)
            let to = min(x.height, (first + rows - 1) * depthwise.stride - top + depthwise.kernel)
            var shape = clip_depthwise_shape(
                height: x.height, columns: x.width, channels: channels, kernel: depthwise.kernel,
                stride: depthwise.stride, before_y: top, before_x: left, first_row: 0, out_first: first, out_rows: rows,
                out_columns: width)
            scratch.filtered.withUnsafeMutableBufferPointer { filtered in
                if let expand {
                    ready = bring(from..<to, of: x, having: ready, expand, into: &scratch.expanded)
                    shape.first_row = from
                    clip_depthwise(scratch.expanded, depthwise.weight, filtered.baseAddress!, shape)
                } else {
                    clip_depthwise(x.values, depthwise.weight, filtered.baseAddress!, shape)
                }
                activation.apply(filtered.baseAddress!, bias: depthwise.bias, rows: rows * width)
                squeeze?.scale(filtered.baseAddress!, pixels: rows * width)
                y.values.withUnsafeMutableBufferPointer {
                    project(
                        filtered.baseAddress!, rows: rows * width, .none,
                        into: $0.baseAddress! + first * width * project.outputs, adding: isResidual)
                }
            }
        }
        return y
    }

    /// Makes `expanded` begin with row `rows.lowerBound`: keeps what is there, and expands the rest.
    /// - Returns: `rows`
    private func bring(
        _ rows: Range<Int>, of x: FeatureMap, having ready: Range<Int>, _ expand: Linear, into expanded: inout [Float]
    ) -> Range<Int> {
        let input = x.width * x.channels
        let output = x.width * expand.outputs
        let kept = max(0, ready.upperBound - rows.lowerBound)
        expanded.withUnsafeMutableBufferPointer { expanded in
            let base = expanded.baseAddress!
            if kept > 0 {
                base.update(from: base + (rows.lowerBound - ready.lowerBound) * output, count: kept * output)
            }
            x.values.withUnsafeBufferPointer {
                expand(
                    $0.baseAddress! + (rows.lowerBound + kept) * input, rows: (rows.count - kept) * x.width, activation,
                    into: base + kept * output)
            }
        }
        return rows
    }
}

/// Squeeze and excite (Hu et al. 2018): channels weighed by what their means say.
struct SqueezeExcite: Sendable {
    let reduce: Linear  // [squeezed, channels]
    let expand: Linear  // [channels, squeezed]
    let activation: Activation

    /// x [pixels, channels], in place.
    func scale(_ x: UnsafeMutablePointer<Float>, pixels: Int) {
        let channels = expand.outputs
        var mean = Matrix(rows: 1, columns: channels)
        mean.values.withUnsafeMutableBufferPointer { clip_mean_pool(x, $0.baseAddress!, pixels, channels) }
        var squeezed = Matrix(rows: 0, columns: 0)
        var gate = Matrix(rows: 0, columns: 0)
        reduce(mean, activation, into: &squeezed)
        expand(squeezed, into: &gate)
        clip_sigmoid_scale(x, gate.values, pixels, channels)
    }
}

extension [Float] {
    /// Makes room for scratch: what it holds afterwards is not to be read.
    mutating func grow(to count: Int) {
        if self.count < count { self = [Float](repeating: 0, count: count) }
    }
}
