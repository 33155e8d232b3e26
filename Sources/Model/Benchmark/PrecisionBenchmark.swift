import Foundation

/// What int8 costs and gives beside f32: speed, how far embeddings move, and what becomes of the accuracy.
package struct PrecisionBenchmark: Sendable, Encodable {
    /// One precision's figures.
    package struct Side: Sendable, Encodable {
        package let imagesPerSecond: Double
        package let promptsPerSecond: Double
        /// Shares of 1; nil where no image has a label.
        package let top1: Double?
        package let top5: Double?

        package init(imagesPerSecond: Double, promptsPerSecond: Double, metrics: Metrics?) {
            (self.imagesPerSecond, self.promptsPerSecond) = (imagesPerSecond, promptsPerSecond)
            (top1, top5) = (metrics?.top1, metrics?.top5)
        }
    }

    /// Cosines between the two embeddings of each image, or of each class.
    package struct Cosines: Sendable, Encodable {
        package let lowest: Double
        package let mean: Double

        /// - Parameters: normalised, [n, dimension] each, at least one row.
        package init(_ a: Matrix, _ b: Matrix) {
            precondition(a.rows == b.rows && a.columns == b.columns && a.rows > 0, "embeddings of the same")
            let cosines = (0..<a.rows).map { row in
                zip(a[row], b[row]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
            }
            lowest = cosines.min()!
            mean = cosines.reduce(0, +) / Double(a.rows)
        }
    }

    package let model: String
    package let dataset: String
    package let images: Int
    package let prompts: Int
    package let f32: Side
    package let int8: Side
    package let imageCosines: Cosines
    package let classCosines: Cosines
    /// What the model says of its precision.
    package let notes: [String]

    package init(
        model: String, dataset: String, images: Int, prompts: Int, f32: Side, int8: Side, imageCosines: Cosines,
        classCosines: Cosines, notes: [String]
    ) {
        (self.model, self.dataset, self.images, self.prompts) = (model, dataset, images, prompts)
        (self.f32, self.int8, self.imageCosines, self.classCosines) = (f32, int8, imageCosines, classCosines)
        self.notes = notes
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["", "f32", "int8", ""], [.left, .right, .right, .right])
        func add(_ name: String, _ f32: Double, _ int8: Double) {
            table.add([
                name, String(format: "%.1f", f32), String(format: "%.1f", int8), String(format: "%.2f x", int8 / f32),
            ])
        }
        add("images/s", f32.imagesPerSecond, int8.imagesPerSecond)
        add("prompts/s", f32.promptsPerSecond, int8.promptsPerSecond)
        for (name, a, b) in [("top-1", f32.top1, int8.top1), ("top-5", f32.top5, int8.top5)] {
            guard let a, let b else { continue }
            table.add([
                name, String(format: "%.2f %%", 100 * a), String(format: "%.2f %%", 100 * b),
                String(format: "%+.2f", 100 * (b - a)),
            ])
        }
        func told(_ cosines: Cosines) -> String {
            String(format: "%.5f to f32 in the mean, %.5f at least", cosines.mean, cosines.lowest)
        }
        return
            "\(model) on \(dataset): \(ReportText.count(images, "image")), \(ReportText.count(prompts, "prompt"))\n\n"
            + table.text(style)
            + "\ncosine of images   \(told(imageCosines))\ncosine of classes  \(told(classCosines))\n"
            + notes.map { $0 + "\n" }.joined()
    }
}
