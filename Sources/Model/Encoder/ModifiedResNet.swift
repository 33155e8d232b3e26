import CKernels

/// CLIP's ResNet (Radford et al. 2021, section 2.4): a stem of three convolutions, strides made of average pooling
/// against aliasing, attention instead of the last pooling. Names of the weights are the checkpoint's (openai/CLIP,
/// clip/model.py, ModifiedResNet); batch norm is folded into the convolutions when they are read.
struct ModifiedResNet: ImageEncoder {
    let stem: [Convolution]  // conv1 with stride 2, conv2, conv3; an average pool of 2 follows
    let layers: [[Bottleneck]]  // layer1 ... layer4
    let attnpool: AttentionPool

    var dimension: Int { attnpool.cProj.outputs }

    /// The first layers take an image at a time, whose pixels stay in the cache; the last ones take all together, because
    /// there the weights are what is large.
    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var parts: [FeatureMap] = []
        for image in 0..<images.images {
            var x = stem(images, image: image)  // [1, height / 4, width / 4, channels]
            for block in layers.prefix(2).joined() { x = block(x) }
            parts.append(x)
        }
        var x = FeatureMap(joining: parts)
        for block in layers.dropFirst(2).joined() { x = block(x) }
        return attnpool(x)
    }

    func stem(_ images: FeatureMap, image: Int) -> FeatureMap {
        var x = FeatureMap(images: 1, height: images.height, width: images.width, channels: images.channels)
        x.values = Array(images.values[image * images.stride..<(image + 1) * images.stride])
        for convolution in stem { x = convolution(x, .relu) }
        return x.averagePooled(2)
    }

    /// A convolution with (kernel - 1) / 2 zeros on each side.
    struct Convolution: Sendable {
        let linear: Linear  // [outputs, kernel * kernel * inputs]: window row, window column, channel
        let kernel: Int
        let stride: Int

        /// [images, height, width, inputs] -> [images, height / stride, width / stride, outputs]
        func callAsFunction(_ x: FeatureMap, _ activation: Activation) -> FeatureMap {
            let (height, _) = WindowPadding.symmetric.outputs(x.height, kernel: kernel, stride: stride)
            let (width, _) = WindowPadding.symmetric.outputs(x.width, kernel: kernel, stride: stride)
            var y = FeatureMap(images: x.images, height: height, width: width, channels: linear.outputs)
            let rows = x.images * height * width
            x.values.withUnsafeBufferPointer { values in
                y.values.withUnsafeMutableBufferPointer { y in
                    guard kernel > 1 else {
                        return linear(values.baseAddress!, rows: rows, activation, into: y.baseAddress!)
                    }
                    let windows = clip_rows(
                        windowsOf: kernel, stride: stride, padding: .symmetric, over: values.baseAddress!,
                        height: x.height, width: x.width, channels: x.channels)
                    linear(windows, rows: rows, activation, into: y.baseAddress!)
                }
            }
            return y
        }

        /// y = activation(y + the convolution of x), 1x1.
        func add(_ x: FeatureMap, to y: inout FeatureMap, _ activation: Activation) {
            let rows = y.images * y.height * y.width
            y.values.withUnsafeMutableBufferPointer {
                linear(x.values, rows: rows, activation, into: $0.baseAddress!, adding: true)
            }
        }
    }

    struct Bottleneck: Sendable {
        let conv1: Convolution  // 1x1
        let conv2: Convolution  // 3x3
        let conv3: Convolution  // 1x1
        let stride: Int
        let downsample: Convolution?  // 1x1, after an average pool of `stride`

        func callAsFunction(_ x: FeatureMap) -> FeatureMap {
            var y = conv2(conv1(x, .relu), .relu)
            if stride > 1 { y = y.averagePooled(stride) }
            var sum = downsample.map { $0(stride > 1 ? x.averagePooled(stride) : x, .none) } ?? x
            conv3.add(y, to: &sum, .relu)
            return sum
        }
    }

    /// The mean of the pixels attends to itself and to all of them.
    struct AttentionPool: Sendable {
        let positionalEmbedding: Matrix  // [1 + pixels, channels]
        let query: Linear  // [channels, channels]
        let keysAndValues: Linear  // [2 channels, channels]
        let cProj: Linear  // [embedding, channels]
        let heads: Int

        /// [images, height, width, channels] -> [images, embedding]
        func callAsFunction(_ x: FeatureMap) -> Matrix {
            let (pixels, channels) = (x.height * x.width, x.channels)
            precondition(
                pixels + 1 == positionalEmbedding.rows, "\(pixels) pixels for \(positionalEmbedding.rows) positions")
            let tokens = tokens(of: x)  // [images * (1 + pixels), channels]
            var q = Matrix(rows: 0, columns: 0)
            var kv = Matrix(rows: 0, columns: 0)
            query(tokens.selecting((0..<x.images).map { $0 * (pixels + 1) }), into: &q)
            keysAndValues(tokens, into: &kv)
            var scores = [Float](repeating: 0, count: pixels + 1)
            var context = Matrix(rows: x.images, columns: channels)
            context.values.withUnsafeMutableBufferPointer { context in
                kv.values.withUnsafeBufferPointer { kv in
                    q.values.withUnsafeBufferPointer { q in
                        for image in 0..<x.images {
                            let own = kv.baseAddress! + image * (pixels + 1) * 2 * channels
                            clip_attend(
                                q.baseAddress! + image * channels, own, own + channels, 2 * channels, nil, pixels + 1,
                                channels, heads, &scores, context.baseAddress! + image * channels)
                        }
                    }
                }
            }
            var embeddings = Matrix(rows: 0, columns: 0)
            cProj(context, into: &embeddings)
            return embeddings
        }

        /// The mean of the pixels and the pixels of each image, with their positions.
        private func tokens(of x: FeatureMap) -> Matrix {
            let (pixels, channels) = (x.height * x.width, x.channels)
            var tokens = Matrix(rows: x.images * (pixels + 1), columns: channels)
            tokens.values.withUnsafeMutableBufferPointer { tokens in
                x.values.withUnsafeBufferPointer { x in
                    for image in 0..<x.count / (pixels * channels) {
                        let own = tokens.baseAddress! + image * (pixels + 1) * channels
                        let from = x.baseAddress! + image * pixels * channels
                        clip_mean_pool(from, own, pixels, channels)
                        (own + channels).update(from: from, count: pixels * channels)
                        clip_add(own, positionalEmbedding.values, (pixels + 1) * channels)
                    }
                }
            }
            return tokens
        }
    }
}

extension FeatureMap {
    /// Means over windows of size x size, image by image.
    func averagePooled(_ size: Int) -> FeatureMap {
        var pooled = FeatureMap(images: images, height: height / size, width: width / size, channels: channels)
        pooled.values.withUnsafeMutableBufferPointer { pooled in
            values.withUnsafeBufferPointer {
                for image in 0..<images {
                    clip_average_pool(
                        $0.baseAddress! + image * stride,
                        pooled.baseAddress! + image * (height / size) * (width / size) * channels, height, width,
                        channels, size)
                }
            }
        }
        return pooled
    }

    /// Images of one size, one after the other.
    fileprivate init(joining parts: [FeatureMap]) {
        let first = parts[0]
        self.init(
            images: parts.reduce(0) { $0 + $1.images }, height: first.height, width: first.width,
            channels: first.channels)
        values = parts.flatMap(\.values)
    }
}
