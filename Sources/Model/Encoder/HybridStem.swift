import CKernels

/// ViTamin's stages before its layers (Chen et al. 2024; timm, models/vitamin.py, MbConvStages): a convolution, inverted
/// bottlenecks with layer norms, and a convolution that makes the tokens. Each halves the sides, sixteen in all.
struct HybridStem: Sendable {
    let first: Filter
    let norm: LayerNorm
    let second: Filter
    let blocks: [Block]
    let poolNorm: LayerNorm
    let pool: Filter

    static let patch = 16

    /// A dense convolution, 3x3.
    struct Filter: Sendable {
        let linear: Linear
        let stride: Int
    }

    /// shortcut(x) + project(GELU(depthwise(GELU(expand(norm(x))))))
    struct Block: Sendable {
        let norm: LayerNorm
        let expand: Linear
        let depthwise: [Float]
        let depthwiseBias: [Float]
        let project: Linear
        let stride: Int
        /// Over means of 3x3 where the block has a stride.
        let shortcut: Linear?
    }

    /// -> [images * patches, width]
    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var x = first(images).normed(norm)
        let rows = x.images * x.height * x.width
        let zeros = [Float](repeating: 0, count: x.channels)
        x.values.withUnsafeMutableBufferPointer { Activation.gelu.apply($0.baseAddress!, bias: zeros, rows: rows) }
        x = second(x)
        for block in blocks { x = block(x) }
        return pool(x.normed(poolNorm)).matrix
    }

    func products(images: Int, patches: Int) -> [LayerProduct] {
        var rows = images * patches
        var products = [LayerProduct(rows: rows, pool.linear)]
        rows *= 4
        for block in blocks.reversed() {
            products.append(LayerProduct(rows: rows, block.project))
            rows *= block.stride * block.stride
            products.append(LayerProduct(rows: rows, block.expand))
        }
        return (products + [second, first].map { LayerProduct(rows: rows, $0.linear) }).reversed()
    }
}

extension HybridStem.Filter {
    func callAsFunction(_ x: FeatureMap) -> FeatureMap {
        let (height, _) = WindowPadding.symmetric.outputs(x.height, kernel: 3, stride: stride)
        let (width, _) = WindowPadding.symmetric.outputs(x.width, kernel: 3, stride: stride)
        var y = FeatureMap(images: x.images, height: height, width: width, channels: linear.outputs)
        x.values.withUnsafeBufferPointer { values in
            let windows = clip_rows(
                windowsOf: 3, stride: stride, padding: .symmetric, over: values.baseAddress!, height: x.height,
                width: x.width, channels: x.channels)
            y.values.withUnsafeMutableBufferPointer {
                linear(windows, rows: x.images * height * width, .none, into: $0.baseAddress!)
            }
        }
        return y
    }
}

extension HybridStem.Block {
    func callAsFunction(_ x: FeatureMap) -> FeatureMap {
        var expanded = FeatureMap(images: x.images, height: x.height, width: x.width, channels: expand.outputs)
        var hidden = Matrix(rows: 0, columns: 0)
        expand(norm.of(x.matrix), .gelu, into: &hidden)
        expanded.values = hidden.values
        let filtered = FoldedConvolution(
            kernel: .depthwise(depthwise, bias: depthwiseBias, multiplier: 1), size: 3, stride: stride,
            activation: .gelu)(expanded)
        var y = FeatureMap(
            images: x.images, height: filtered.height, width: filtered.width, channels: project.outputs)
        let source = stride == 1 ? x : x.meansOfNeighbours
        if let shortcut {
            var own = Matrix(rows: 0, columns: 0)
            shortcut(source.matrix, into: &own)
            y.values = own.values
        } else {
            y.values = source.values
        }
        y.add(project, of: filtered.matrix)
        return y
    }
}

extension FeatureMap {
    /// Means over windows of 3x3, two apart; what lies outside of the image does not count.
    fileprivate var meansOfNeighbours: FeatureMap {
        var result = FeatureMap(
            images: images, height: (height + 1) / 2, width: (width + 1) / 2, channels: channels)
        for image in 0..<images {
            for row in 0..<result.height {
                let rows = max(0, 2 * row - 1)..<min(height, 2 * row + 2)
                for column in 0..<result.width {
                    let columns = max(0, 2 * column - 1)..<min(width, 2 * column + 2)
                    let to = ((image * result.height + row) * result.width + column) * channels
                    let share = 1 / Float(rows.count * columns.count)
                    for y in rows {
                        for x in columns {
                            let from = ((image * height + y) * width + x) * channels
                            for channel in 0..<channels { result.values[to + channel] += values[from + channel] }
                        }
                    }
                    for channel in 0..<channels { result.values[to + channel] *= share }
                }
            }
        }
        return result
    }
}
