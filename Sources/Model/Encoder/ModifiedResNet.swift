import CKernels

/// CLIP's ResNet (Radford et al. 2021, section 2.4): a stem of three convolutions, strides made of average pooling
/// against aliasing, attention instead of the last pooling. Names of the weights are the checkpoint's (openai/CLIP,
/// clip/model.py, ModifiedResNet); batch norm is folded into the convolutions when they are read.
struct ModifiedResNet: ImageEncoder {
    let stem: [Convolution]  // conv1 with stride 2, conv2, conv3; an average pool of 2 follows
    let layers: [[Bottleneck]]  // layer1 ... layer4
    let attnpool: AttentionPool

    var dimension: Int { attnpool.cProj.outputs }

    func callAsFunction(_ images: FeatureMap) -> Matrix {
        var embeddings: [Float] = []
        for image in 0..<images.images {
            var x = stem(images, image: image)  // [1, height / 4, width / 4, channels]
            for block in layers.joined() { x = block(x) }
            embeddings += attnpool(x)
        }
        return Matrix(rows: images.images, columns: dimension, values: embeddings)
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

        func callAsFunction(_ x: FeatureMap, _ activation: Activation) -> FeatureMap {
            let (height, before) = WindowPadding.symmetric.outputs(x.height, kernel: kernel, stride: stride)
            let (width, _) = WindowPadding.symmetric.outputs(x.width, kernel: kernel, stride: stride)
            var y = FeatureMap(images: 1, height: height, width: width, channels: linear.outputs)
            y.values.withUnsafeMutableBufferPointer { y in
                if kernel == 1 {
                    linear(x.values, rows: height * width, activation, into: y.baseAddress!)
                    return
                }
                let patches = [Float](unsafeUninitializedCapacity: height * width * linear.inputs) { patches, count in
                    clip_patches(
                        x.values, patches.baseAddress!, x.height, x.width, x.channels, kernel, stride, before, height,
                        width)
                    count = height * width * linear.inputs
                }
                linear(patches, rows: height * width, activation, into: y.baseAddress!)
            }
            return y
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
            var identity = x
            if stride > 1 { y = y.averagePooled(stride) }
            if let downsample { identity = downsample(stride > 1 ? x.averagePooled(stride) : x, .none) }
            y = conv3(y, .none)
            let pixels = y.height * y.width
            y.values.withUnsafeMutableBufferPointer {
                clip_add($0.baseAddress!, identity.values, $0.count)
                Activation.relu.apply(
                    $0.baseAddress!, bias: [Float](repeating: 0, count: $0.count / pixels), rows: pixels)
            }
            return y
        }
    }

    /// The mean of the pixels attends to itself and to all of them.
    struct AttentionPool: Sendable {
        let positionalEmbedding: Matrix  // [1 + pixels, channels]
        let query: Linear  // [channels, channels]
        let keysAndValues: Linear  // [2 channels, channels]
        let cProj: Linear  // [embedding, channels]
        let heads: Int

        func callAsFunction(_ x: FeatureMap) -> [Float] {
            let pixels = x.height * x.width
            precondition(
                pixels + 1 == positionalEmbedding.rows, "\(pixels) pixels for \(positionalEmbedding.rows) positions")
            var mean = [Float](repeating: 0, count: x.channels)
            clip_mean_pool(x.values, &mean, pixels, x.channels)
            var tokens = Matrix(rows: pixels + 1, columns: x.channels, values: mean + x.values)
            tokens.values.withUnsafeMutableBufferPointer {
                clip_add($0.baseAddress!, positionalEmbedding.values, $0.count)
            }
            var q = Matrix(rows: 0, columns: 0)
            var kv = Matrix(rows: 0, columns: 0)
            query(tokens.selecting([0]), into: &q)
            keysAndValues(tokens, into: &kv)
            var scores = [Float](repeating: 0, count: tokens.rows)
            var context = Matrix(rows: 1, columns: x.channels)
            context.values.withUnsafeMutableBufferPointer { context in
                kv.values.withUnsafeBufferPointer {
                    clip_attend(
                        q.values, $0.baseAddress!, $0.baseAddress! + x.channels, 2 * x.channels, nil, tokens.rows,
                        x.channels,
                        heads, &scores, context.baseAddress!)
                }
            }
            var embedding = Matrix(rows: 0, columns: 0)
            cProj(context, into: &embedding)
            return embedding.values
        }
    }
}

extension FeatureMap {
    /// Means over windows of size x size, of one image.
    func averagePooled(_ size: Int) -> FeatureMap {
        precondition(images == 1, "one image at a time")
        var pooled = FeatureMap(images: 1, height: height / size, width: width / size, channels: channels)
        pooled.values.withUnsafeMutableBufferPointer {
            clip_average_pool(values, $0.baseAddress!, height, width, channels, size)
        }
        return pooled
    }
}
