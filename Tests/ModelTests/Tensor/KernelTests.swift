import CKernels
import Foundation
import Testing

@testable import Model

@Suite struct KernelTests {
    /// What each activation is, in double precision.
    static let activations: [(Activation, @Sendable (Double) -> Double)] = [
        (.none, { $0 }), (.relu, { max(0, $0) }), (.relu6, { min(6, max(0, $0)) }),
        (.silu, { $0 / (1 + exp(-$0)) }), (.quickGELU, { $0 / (1 + exp(-1.702 * $0)) }),
        (.gelu, { $0 * (1 + erf($0 / 2.0.squareRoot())) / 2 }),
    ]

    @Test(arguments: activations.indices)
    func activationsAreExactToAMillionth(index: Int) {
        let (activation, exact) = Self.activations[index]
        var x = (0..<4001).map { Float($0 - 2000) / 100 }
        let inputs = x
        let bias = [Float](repeating: 0.25, count: x.count)
        x.withUnsafeMutableBufferPointer { activation.apply($0.baseAddress!, bias: bias, rows: 1) }
        for (found, input) in zip(x, inputs) {
            let expected = exact(Double(input + 0.25))
            #expect(abs(Double(found) - expected) <= 1e-6 * max(1, abs(expected)), "\(activation) of \(input + 0.25)")
        }
    }

    /// Whole and broken groups of images and of classes.
    @Test(arguments: [(1, 1, 1), (6, 16, 8), (7, 17, 33), (50, 37, 64), (13, 5, 512)])
    func scoresAreTheProducts(images: Int, classes: Int, dimension: Int) {
        var random = SeededGenerator(seed: 11)
        let (x, weights) = (random.matrix(images, dimension), random.matrix(classes, dimension))
        var scores = [Float](repeating: .nan, count: images * classes)
        PackedWeights(weights).scores(of: x.values, count: images, into: &scores)
        for image in 0..<images {
            for label in 0..<classes {
                let exact = zip(x[image], weights[label]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
                #expect(abs(Double(scores[label * images + image]) - exact) < 1e-5, "image \(image), class \(label)")
            }
        }
    }

    @Test func everyHalfBecomesItsFloat() {
        let halves = (0...UInt16.max).map { $0 }
        var floats = [Float](repeating: 0, count: halves.count)
        clip_from_half(halves, &floats, halves.count)
        for (half, float) in zip(halves, floats) {
            let expected = Float(Float16(bitPattern: half))
            #expect(float == expected || (float.isNaN && expected.isNaN), "\(half)")
        }
    }

    @Test(arguments: [0, 1, 17, 63])
    func oneBadValueIsFound(position: Int) {
        var values = [Float](repeating: 1, count: 64)
        #expect(clip_is_finite(values, 64) != 0)
        values[position] = position % 2 == 0 ? .nan : -.infinity
        #expect(clip_is_finite(values, 64) == 0)
    }

    @Test func layerNormsRowsHaveTheirMeanAndDeviation() {
        var random = SeededGenerator(seed: 1)
        let x = random.matrix(7, 100, 5)
        let norm = LayerNorm(weight: random.floats(100), bias: random.floats(100))
        var y = Matrix(rows: 0, columns: 0)
        norm(x, into: &y)
        for row in 0..<7 {
            let values = x[row].map(Double.init)
            let mean = values.reduce(0, +) / 100
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100
            for column in 0..<100 {
                let expected =
                    (values[column] - mean) / (variance + 1e-5).squareRoot() * Double(norm.weight[column])
                    + Double(norm.bias[column])
                #expect(abs(Double(y.values[row * 100 + column]) - expected) < 1e-5)
            }
        }
    }

    struct Window: CustomTestStringConvertible {
        let height, width, channels, kernel, stride: Int
        let padding: WindowPadding
        var testDescription: String { "\(height)x\(width)x\(channels), \(kernel)/\(stride), \(padding)" }
    }

    static let windows: [Window] = [3, 5].flatMap { kernel in
        [1, 2].flatMap { stride in
            [WindowPadding.same, .symmetric].flatMap { padding in
                [(9, 9, 32), (1, 1, 16), (2, 17, 48), (13, 6, 20), (8, 5, 7)].map { height, width, channels in
                    Window(
                        height: height, width: width, channels: channels, kernel: kernel, stride: stride,
                        padding: padding)
                }
            }
        }
    }

    @Test(arguments: windows)
    func depthwiseIsTheSumOverTheWindow(_ window: Window) {
        var random = SeededGenerator(seed: 3)
        let (k, s, c) = (window.kernel, window.stride, window.channels)
        let (rows, top) = window.padding.outputs(window.height, kernel: k, stride: s)
        let (columns, left) = window.padding.outputs(window.width, kernel: k, stride: s)
        let x = random.floats(window.height * window.width * c)
        let weights = random.floats(k * k * c)
        var found = [Float](repeating: .nan, count: rows * columns * c)
        clip_depthwise(
            x, weights, &found,
            clip_depthwise_shape(
                height: window.height, columns: window.width, channels: c, kernel: k, stride: s, before_y: top,
                before_x: left, first_row: 0, out_first: 0, out_rows: rows, out_columns: columns))
        for index in found.indices {
            let (row, column, channel) = (index / c / columns, index / c % columns, index % c)
            var sum: Float = 0
            for i in 0..<k {
                for j in 0..<k {
                    let (y, z) = (row * s - top + i, column * s - left + j)
                    guard 0..<window.height ~= y, 0..<window.width ~= z else { continue }
                    sum += x[(y * window.width + z) * c + channel] * weights[(i * k + j) * c + channel]
                }
            }
            #expect(abs(found[index] - sum) < 1e-5, "\(row), \(column), \(channel)")
        }
    }
}
