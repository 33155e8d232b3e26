import CKernels
import Foundation

/// How fast a model's layers multiply, beside the most that the processor's instructions give. Speeds are thousand
/// millions of operations a second, medians; a multiplication and its addition are two operations.
package struct ProductBenchmark: Sendable, Encodable {
    /// Sums in registers, without memory.
    package struct Peak: Sendable, Encodable {
        /// "AVX2", "AVX-512", "AVX-512 VNNI"
        package let instructions: String
        /// "f32", "int8"
        package let precision: String
        package let oneThread: Double
        package let allThreads: Double
    }

    /// The products of one shape: [rows, inputs] times [outputs, inputs] transposed.
    package struct Row: Sendable, Encodable {
        /// "image", "text"
        package let tower: String
        package let rows: Int
        package let outputs: Int
        package let inputs: Int
        /// How many of them there are.
        package let count: Int
        package let speeds: Speeds

        fileprivate var operations: Double { 2 * Double(count) * Double(rows) * Double(outputs) * Double(inputs) }
    }

    package struct Speeds: Sendable, Encodable {
        package let f32: Double
        package let openblas: Double
        package let int8: Double
    }

    package let subject = "products"
    package let model: String
    package let threads: Int
    package let repeats: Int
    /// The last of a precision is what products in it use; empty where the processor has no such instructions.
    package let peaks: [Peak]
    package let products: [Row]

    package init(model: String, threads: Int, repeats: Int, peaks: [Peak], products: [Row]) {
        (self.model, self.threads, self.repeats) = (model, threads, repeats)
        (self.peaks, self.products) = (peaks, products)
    }

    /// Of all products of a tower one after the other, which the large ones decide.
    func together(_ tower: String) -> Speeds {
        let rows = products.filter { $0.tower == tower }
        func speed(_ of: (Speeds) -> Double) -> Double {
            rows.reduce(0) { $0 + $1.operations } / rows.reduce(0) { $0 + $1.operations / of($1.speeds) }
        }
        return Speeds(f32: speed(\.f32), openblas: speed(\.openblas), int8: speed(\.int8))
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(
            ["tower", "products", "rows", "outputs", "inputs", "f32", "of peak", "OpenBLAS", "int8", "of peak"],
            [.left] + [TextTable.Alignment](repeating: .right, count: 9))
        func add(_ shape: [String], _ speeds: Speeds) {
            table.add(
                shape + [
                    number(speeds.f32), share(speeds.f32, "f32"), number(speeds.openblas), number(speeds.int8),
                    share(speeds.int8, "int8"),
                ])
        }
        for tower in ["image", "text"] {
            for row in products where row.tower == tower {
                add([tower, "\(row.count)", "\(row.rows)", "\(row.outputs)", "\(row.inputs)"], row.speeds)
            }
            add(["\(tower), all", "", "", "", ""], together(tower))
        }
        return ReportText.header(
            [("model", model), ("threads", "\(threads)")]
                + peaks.map { peak in
                    (
                        "peak \(peak.precision)",
                        "\(number(peak.allThreads)), on one thread \(number(peak.oneThread)) (\(peak.instructions))"
                    )
                }, style) + "\n" + table.text(style) + "\n"
            + ReportText.wrapped(
                "Thousand millions of operations a second, medians of \(repeats), and their share of the peak.", style)
    }

    private func number(_ speed: Double) -> String { String(format: "%.1f", speed) }

    private func share(_ speed: Double, _ precision: String) -> String {
        guard let peak = peaks.last(where: { $0.precision == precision }) else { return "" }
        return String(format: "%.0f %%", 100 * speed / peak.allThreads)
    }
}

extension ProductBenchmark {
    /// Images, and tokens of texts, that the towers take together.
    private static let (images, tokens) = (8, 128)

    /// Each thread multiplies rows of its own with the same weights. All engines take turns, the loop for the peak among
    /// them, so that whatever else the machine does concerns all of them.
    /// - Parameter step: is told how many turns are done, and of how many; what it throws ends the measurement.
    package init(_ clip: CLIP, threads: Int, repeats: Int, step: (Int, Int) throws -> Void) throws {
        let (height, width) = (clip.preprocessing.height, clip.preprocessing.width)
        let shapes =
            try Self.counted("image", clip.imageEncoder.products(images: Self.images, height: height, width: width))
            + Self.counted("text", clip.textEncoder.products(tokens: Self.tokens))
        var loops = PeakLoop.all.map { (loop: $0, one: [Double](), all: [Double]()) }
        var rows: [Row] = []
        for (index, shape) in shapes.enumerated() {
            let engines = Engines(shape.product, threads: threads)
            var speeds: [Speeds] = []
            for turn in 0..<repeats {
                try step(index * repeats + turn, shapes.count * repeats)
                speeds.append(try engines.speeds())
                for index in loops.indices {
                    loops[index].one.append(try loops[index].loop.speed(threads: 1))
                    loops[index].all.append(try loops[index].loop.speed(threads: threads))
                }
            }
            rows.append(
                Row(
                    tower: shape.tower, rows: shape.product.rows, outputs: shape.product.outputs,
                    inputs: shape.product.inputs, count: shape.count,
                    speeds: Speeds(
                        f32: Benchmark.median(speeds.map(\.f32)), openblas: Benchmark.median(speeds.map(\.openblas)),
                        int8: Benchmark.median(speeds.map(\.int8)))))
        }
        let peaks = loops.map {
            Peak(
                instructions: $0.loop.name, precision: $0.loop.precision.rawValue,
                oneThread: Benchmark.median($0.one), allThreads: Benchmark.median($0.all))
        }
        self.init(model: clip.name, threads: threads, repeats: repeats, peaks: peaks, products: rows)
    }

    /// Each product once, in the order of the layers, and how often it comes.
    private static func counted(
        _ tower: String, _ products: [LayerProduct]
    ) -> [(tower: String, product: LayerProduct, count: Int)] {
        var counts: [LayerProduct: Int] = [:]
        let first = products.filter { product in
            counts[product, default: 0] += 1
            return counts[product] == 1
        }
        return first.map { (tower, $0, counts[$0]!) }
    }
}

/// The innermost loop of a product in registers, by instructions that this processor has.
private struct PeakLoop {
    let name: String
    let precision: Precision
    let loop: clip_peak_loop

    /// The best of a precision last.
    static let all = [
        PeakLoop(name: "AVX2", precision: .f32, loop: CLIP_PEAK_AVX2_FLOATS),
        PeakLoop(name: "AVX-512", precision: .f32, loop: CLIP_PEAK_AVX512_FLOATS),
        PeakLoop(name: "AVX2", precision: .int8, loop: CLIP_PEAK_AVX2_BYTES),
        PeakLoop(name: "AVX-512 VNNI", precision: .int8, loop: CLIP_PEAK_VNNI_BYTES),
    ].filter { clip_peak($0.loop, 1) > 0 }

    func speed(threads: Int) throws -> Double {
        try measured { try concurrently(threads) { _ in clip_peak(loop, 500_000) }.reduce(0, +) }
    }
}

/// One product by each engine, of made-up numbers.
private struct Engines {
    let product: LayerProduct
    let threads: Int
    let layers: [Linear]
    let x: [Float]  // of each thread, [rows, inputs]
    /// How often in a measurement, which takes some milliseconds.
    let times: Int

    init(_ product: LayerProduct, threads: Int) {
        (self.product, self.threads) = (product, threads)
        func values(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 17 - 8) } }
        let (outputs, inputs) = (product.outputs, product.inputs)
        let layer = Linear(weight: Matrix(rows: outputs, columns: inputs, values: values(outputs * inputs)))
        layers = [layer.packed(.f32), layer, layer.packed(.int8)]
        x = values(threads * product.rows * inputs)
        times = max(1, Int(5e8 / product.operations))
    }

    func speeds() throws -> ProductBenchmark.Speeds {
        let (rows, inputs, outputs) = (product.rows, product.inputs, product.outputs)
        var y = [Float](repeating: 0, count: threads * rows * outputs)
        let speeds = try y.withUnsafeMutableBufferPointer { y in
            try x.withUnsafeBufferPointer { x in
                nonisolated(unsafe) let (x, y) = (x.baseAddress!, y.baseAddress!)
                return try layers.map { layer in
                    try measured {
                        _ = try concurrently(threads) { thread in
                            for _ in 0..<times {
                                layer(x + thread * rows * inputs, rows: rows, .none, into: y + thread * rows * outputs)
                            }
                        }
                        return Double(threads * times) * product.operations
                    }
                }
            }
        }
        return .init(f32: speeds[0], openblas: speeds[1], int8: speeds[2])
    }
}

/// Thousand millions a second of the operations that `body` does, and tells.
private func measured(_ body: () throws -> Double) rethrows -> Double {
    let begin = ContinuousClock.now
    let operations = try body()
    return operations / ((ContinuousClock.now - begin) / .seconds(1)) / 1e9
}
