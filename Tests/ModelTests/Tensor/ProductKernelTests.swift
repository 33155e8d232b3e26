import CKernels
import Testing

@testable import Model

/// The kernels for other processors than this one, as far as this one has their instructions.
@Suite struct ProductKernelTests {
    private static let instructions = [CLIP_PLAIN, CLIP_AVX2, CLIP_AVX512_VNNI]
        .filter { $0.rawValue <= clip_byte_instructions().rawValue }
    /// All that gives the same by all instructions to the last bit, and one that is a rounding off.
    private static let activations: [(activation: Activation, tolerance: Float)] = [
        (.none, 0), (.relu, 0), (.relu6, 0), (.quickGELU, 1e-5), (.gelu, 1e-5),
    ]
    private static let shapes = LinearTests.shapes + [(6, 8, 4), (13, 41, 3), (70, 31, 2050), (12, 160, 64)]

    /// Rows of a matrix or of windows, and a layer over them.
    private struct Product {
        let x: [Float]
        var rows: clip_rows
        let count: Int
        let weight: Matrix
        let bias: [Float]
        let before: [Float]

        init(_ shape: (rows: Int, outputs: Int, inputs: Int), seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            self.init(x: random.floats(shape.rows * shape.inputs), shape, &random)
            rows.stride = shape.inputs
        }

        /// Two images.
        init(_ window: LinearTests.Window, outputs: Int, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            let x = random.floats(2 * window.height * window.width * window.channels)
            let windows = x.withUnsafeBufferPointer {
                clip_rows(
                    windowsOf: window.kernel, stride: window.stride, padding: window.padding, over: $0.baseAddress!,
                    height: window.height, width: window.width, channels: window.channels)
            }
            self.init(
                x: x,
                (2 * windows.out_height * windows.out_width, outputs, window.kernel * window.kernel * window.channels),
                &random)
            rows = windows
        }

        private init(
            x: [Float], _ shape: (rows: Int, outputs: Int, inputs: Int), _ random: inout SeededGenerator
        ) {
            self.x = x
            rows = clip_rows()
            count = shape.rows
            weight = random.matrix(shape.outputs, shape.inputs)
            bias = random.floats(shape.outputs)
            before = random.floats(shape.rows * shape.outputs)
        }

        /// What becomes of `before`.
        func multiplied(
            by instructions: clip_instructions, _ packed: PackedBytes, _ activation: Activation, adding: Bool
        ) -> [Float] {
            var y = before
            var rows = rows
            x.withUnsafeBufferPointer {
                rows.start = $0.baseAddress!
                clip_multiply_bytes(
                    instructions, &rows, count, packed.start, weight.rows, weight.columns, bias, activation.kind,
                    adding ? 1 : 0, &y, weight.rows)
            }
            return y
        }
    }

    private func expectAlike(_ product: Product) {
        let packed = PackedBytes(product.weight)
        for (activation, tolerance) in Self.activations {
            for adding in [false, true] {
                let results = Self.instructions.map {
                    product.multiplied(by: $0, packed, activation, adding: adding)
                }
                for (index, result) in results.enumerated() {
                    expectClose(result, results[0], tolerance, "\(Self.instructions[index]), \(activation), \(adding)")
                }
            }
        }
    }

    private func expectClose(
        _ found: [Float], _ expected: [Float], _ tolerance: Float, _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let isClose = zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
        #expect(isClose && found.count == expected.count, "\(what)", sourceLocation: sourceLocation)
    }

    @Test(arguments: shapes)
    func layersAreAlikeByAllInstructions(shape: (rows: Int, outputs: Int, inputs: Int)) {
        expectAlike(Product(shape, seed: 31))
    }

    @Test(arguments: LinearTests.windows)
    func convolutionsAreAlikeByAllInstructions(_ window: LinearTests.Window) {
        expectAlike(Product(window, outputs: 20, seed: 32))
    }

    /// 255 times 127, all over: sums of pairs do not fit into 16 bits.
    @Test func theLargestNumbersAreSummedExactly() {
        let (inputs, outputs) = (2048, 16)
        let x = Matrix(rows: 7, columns: inputs, values: Array(repeating: 1, count: 7 * inputs))
        let signs = (0..<outputs * inputs).map { Float($0 / inputs % 2 == 0 ? 1 : -1) }
        let packed = PackedBytes(Matrix(rows: outputs, columns: inputs, values: signs))
        let bias = [Float](repeating: 0, count: outputs)
        for instructions in Self.instructions {
            var rows = clip_rows()
            var y = [Float](repeating: 0, count: 7 * outputs)
            x.values.withUnsafeBufferPointer {
                (rows.start, rows.stride) = ($0.baseAddress!, inputs)
                clip_multiply_bytes(
                    instructions, &rows, 7, packed.start, outputs, inputs, bias, CLIP_SAME, 0, &y, outputs)
            }
            for (index, value) in y.enumerated() {
                #expect(abs(value - (index % 2 == 0 ? 2048 : -2048)) < 0.01, "\(instructions), \(index)")
            }
        }
    }

    @Test func aLoopForThePeakTellsItsOperations() {
        #expect(clip_peak(CLIP_PEAK_AVX2_FLOATS, 1) == (clip_byte_instructions() == CLIP_PLAIN ? 0 : 12 * 8 * 2))
        #expect(clip_peak(CLIP_PEAK_AVX2_BYTES, 10) == 20 * clip_peak(CLIP_PEAK_AVX2_FLOATS, 1))
        #expect(clip_peak(CLIP_PEAK_AVX512_FLOATS, 7) == (clip_packs_floats() == 0 ? 0 : 7 * 12 * 16 * 2))
    }
}
