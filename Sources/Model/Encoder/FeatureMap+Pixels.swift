import CKernels

extension FeatureMap {
    /// [images * pixels, channels]
    var matrix: Matrix { Matrix(rows: images * height * width, columns: channels, values: values) }

    /// The means over the pixels: [images, channels]
    var means: Matrix {
        var means = Matrix(rows: images, columns: channels)
        for image in 0..<images {
            means.values.withUnsafeMutableBufferPointer { means in
                values.withUnsafeBufferPointer {
                    clip_mean_pool(
                        $0.baseAddress! + image * stride, means.baseAddress! + image * channels, height * width,
                        channels)
                }
            }
        }
        return means
    }

    /// x += layer(y), pixel by pixel.
    mutating func add(_ layer: Linear, of y: Matrix) {
        values.withUnsafeMutableBufferPointer {
            layer(y.values, rows: y.rows, .none, into: $0.baseAddress!, adding: true)
        }
    }

    /// Each channel so many times, its copies beside each other.
    func repeatingChannels(_ count: Int) -> FeatureMap {
        var result = FeatureMap(images: images, height: height, width: width, channels: channels * count)
        for (index, value) in values.enumerated() {
            for copy in 0..<count { result.values[index * count + copy] = value }
        }
        return result
    }

    /// Each pixel's channels through a norm.
    func normed(_ norm: LayerNorm) -> FeatureMap {
        var result = self
        result.values = norm.of(matrix).values
        return result
    }
}
