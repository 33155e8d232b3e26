import CKernels
import Foundation
import Testing

@testable import Model

/// Layers as each engine computes them, against sums in double precision.
@Suite struct LinearTests {
    /// Whole and broken tiles of rows, panels of columns and parts of the inputs.
    static let shapes = [
        (1, 1, 1), (1, 64, 48), (14, 32, 16), (15, 33, 17), (71, 24, 96), (140, 88, 513), (3, 50, 4600),
    ]
    static let activations: [(Activation, @Sendable (Double) -> Double)] = KernelTests.activations

    private func exact(_ x: Matrix, _ weight: Matrix, _ bias: [Float]) -> [Double] {
        (0..<x.rows).flatMap { row in
            (0..<weight.rows).map { column in
                zip(x[row], weight[column]).reduce(Double(bias[column])) { $0 + Double($1.0) * Double($1.1) }
            }
        }
    }

    @Test(arguments: shapes, [false, true])
    func layersAreTheirSums(shape: (rows: Int, outputs: Int, inputs: Int), isPacked: Bool) {
        var random = SeededGenerator(seed: 21)
        let x = random.matrix(shape.rows, shape.inputs)
        let weight = random.matrix(shape.outputs, shape.inputs, 0.1)
        let bias = random.floats(shape.outputs)
        let layer = isPacked ? Linear(weight: weight, bias: bias).packed() : Linear(weight: weight, bias: bias)
        let sums = exact(x, weight, bias)
        let tolerance = 1e-5 * Double(shape.inputs).squareRoot()
        var y = Matrix(rows: 0, columns: 0)
        for (activation, activated) in Self.activations {
            layer(x, activation, into: &y)
            #expect(y.rows == shape.rows && y.columns == shape.outputs)
            #expect(zip(y.values, sums).allSatisfy { abs(Double($0) - activated($1)) < tolerance }, "\(activation)")
        }
        let before = random.matrix(shape.rows, shape.outputs)
        var z = before
        layer.add(x, to: &z, .relu)
        for (index, value) in z.values.enumerated() {
            #expect(abs(Double(value) - max(0, sums[index] + Double(before.values[index]))) < tolerance)
        }
    }

    @Test func aRowIsTheSameWhateverComesWithIt() {
        var random = SeededGenerator(seed: 22)
        let x = random.matrix(33, 300)
        let layer = Linear(weight: random.matrix(70, 300), bias: random.floats(70))
        for packed in [layer.packed(), layer.packed(.int8)] {
            var all = Matrix(rows: 0, columns: 0)
            var one = Matrix(rows: 0, columns: 0)
            packed(x, into: &all)
            for row in 0..<33 {
                packed(x.selecting([row]), into: &one)
                #expect(one.values == Array(all[row]))
            }
        }
    }

    /// A quantised value is off by half a step, of the weight's and of the row's scale.
    @Test(arguments: shapes)
    func bytesAreWithinHalfAStep(shape: (rows: Int, outputs: Int, inputs: Int)) {
        var random = SeededGenerator(seed: 23)
        let x = random.matrix(shape.rows, shape.inputs, 3)
        let weight = random.matrix(shape.outputs, shape.inputs, 0.1)
        let bias = random.floats(shape.outputs)
        let sums = exact(x, weight, bias)
        var y = Matrix(rows: 0, columns: 0)
        Linear(weight: weight, bias: bias).packed(.int8)(x, into: &y)
        for row in 0..<shape.rows {
            let step = Double(max(0, x[row].max()!) - min(0, x[row].min()!)) / 255
            for column in 0..<shape.outputs {
                let weightStep = Double(weight[column].map(abs).max()!) / 127
                let bound = zip(x[row], weight[column]).reduce(0) {
                    $0 + Double(abs($1.0)) * weightStep / 2 + Double(abs($1.1)) * step * 0.51 + step * weightStep / 2
                }
                let difference = abs(
                    Double(y.values[row * shape.outputs + column]) - sums[row * shape.outputs + column])
                #expect(difference <= bound + 1e-4, "\(row), \(column)")
            }
        }
    }

    @Test func rowsOfZerosAndEqualRowsAreNoDivisionByZero() {
        var y = Matrix(rows: 0, columns: 0)
        let layer = Linear(weight: Matrix(rows: 20, columns: 8), bias: [Float](repeating: 0.5, count: 20))
        layer.packed(.int8)(Matrix(rows: 3, columns: 8), into: &y)
        #expect(y.values == [Float](repeating: 0.5, count: 60))
    }

    struct Window: CustomTestStringConvertible {
        let height, width, channels, kernel, stride: Int
        let padding: WindowPadding
        var testDescription: String { "\(height)x\(width)x\(channels), \(kernel)/\(stride), \(padding)" }
    }

    static let windows: [Window] = [
        .init(height: 9, width: 9, channels: 16, kernel: 3, stride: 1, padding: .symmetric),
        .init(height: 8, width: 5, channels: 3, kernel: 3, stride: 2, padding: .symmetric),
        .init(height: 1, width: 2, channels: 40, kernel: 3, stride: 1, padding: .symmetric),
        .init(height: 13, width: 6, channels: 3, kernel: 3, stride: 2, padding: .same),
        .init(height: 16, width: 24, channels: 3, kernel: 8, stride: 8, padding: .none),
        .init(height: 7, width: 7, channels: 130, kernel: 3, stride: 1, padding: .symmetric),
    ]

    @Test(arguments: windows, [false, true])
    func convolutionsAreTheSumsOverTheirWindows(_ window: Window, isPacked: Bool) {
        var random = SeededGenerator(seed: 25)
        let (k, s, c, outputs, images) = (window.kernel, window.stride, window.channels, 20, 2)
        let (rows, top) = window.padding.outputs(window.height, kernel: k, stride: s)
        let (columns, left) = window.padding.outputs(window.width, kernel: k, stride: s)
        let x = random.floats(images * window.height * window.width * c)
        let weight = random.matrix(outputs, k * k * c, 0.2)
        let layer = isPacked ? Linear(weight: weight).packed() : Linear(weight: weight)
        var found = [Float](repeating: .nan, count: images * rows * columns * outputs)
        x.withUnsafeBufferPointer {
            layer(
                clip_rows(
                    windowsOf: k, stride: s, padding: window.padding, over: $0.baseAddress!, height: window.height,
                    width: window.width, channels: c),
                rows: images * rows * columns, .none, into: &found)
        }
        for index in found.indices {
            let (pixel, output) = (index / outputs, index % outputs)
            let (image, row, column) = (pixel / columns / rows, pixel / columns % rows, pixel % columns)
            var sum = 0.0
            for i in 0..<k {
                for j in 0..<k {
                    let (y, z) = (row * s - top + i, column * s - left + j)
                    guard 0..<window.height ~= y, 0..<window.width ~= z else { continue }
                    for channel in 0..<c {
                        let value = x[((image * window.height + y) * window.width + z) * c + channel]
                        sum += Double(value) * Double(weight.values[output * k * k * c + (i * k + j) * c + channel])
                    }
                }
            }
            #expect(abs(Double(found[index]) - sum) < 1e-4, "\(image), \(row), \(column), \(output)")
        }
    }
}
