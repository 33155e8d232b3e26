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
