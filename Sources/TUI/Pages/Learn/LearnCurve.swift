import Foundation
import Model

/// The few-shot curve on a logarithmic scale, with intervals; a line at the accuracy of the prompts crosses it where they are
/// worth as many images.
struct LearnCurve {
    private let points: [(images: Double, estimate: FewShotCurve.Estimate)]
    private let prompts: FewShotCurve.Estimate
    private let worth: Worth?

    /// Nil without a curve.
    init?(_ shown: PromptsBesideImages) {
        guard let levels = shown.levels, let estimates = shown.estimates, !levels.isEmpty else { return nil }
        points = zip(levels, estimates.accuracies).map { ($0.imagesPerClass, $1[0]) }
        (prompts, worth) = (estimates.zeroShot, estimates.worth)
    }

    private static let gutter = 6

    func draw(isDim: Bool, in rect: Rect, on canvas: inout Canvas) {
        let plot = Rect(
            x: rect.x + Self.gutter, y: rect.y, width: rect.width - Self.gutter - 2, height: rect.height - 1)
        guard plot.width >= 16, plot.height >= 4 else { return }
        let scale = Scale(plot, points: points, prompts: prompts)
        drawAxes(scale, in: plot, on: &canvas)
        let level = scale.row(prompts.value)
        for x in plot.x..<plot.maxX {
            canvas.put("╌", x: x, y: level, style: .role(isDim ? .unfinished : .accent, on: .base))
        }
        drawLine(scale, in: plot, on: &canvas)
        for point in points {
            let x = scale.column(point.images)
            for y in scale.row(point.estimate.interval.upperBound)...scale.row(point.estimate.interval.lowerBound) {
                canvas.put("│", x: x, y: y, style: .role(.quiet, on: .base))
            }
        }
        for point in points {
            canvas.put(
                "●", x: scale.column(point.images), y: scale.row(point.estimate.value), style: .role(.strong, on: .base)
            )
        }
        if let images = worth?.images, images.isFinite {
            canvas.put("◆", x: scale.column(images), y: level, style: .role(isDim ? .unfinished : .accent, on: .base))
        }
    }

    /// Dots of a cell's two columns and four rows, as Braille has them.
    private func drawLine(_ scale: Scale, in plot: Rect, on canvas: inout Canvas) {
        var dots: [Int: UInt32] = [:]
        func set(_ x: Int, _ y: Int) {
            guard x >= 0, y >= 0, x < 2 * plot.width, y < 4 * plot.height else { return }
            let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
            dots[y / 4 * plot.width + x / 2, default: 0] |= bits[x % 2][y % 4]
        }
        for (from, to) in zip(points, points.dropFirst()) {
            let (x0, x1) = (
                2 * scale.share(images: from.images) * scale.width, 2 * scale.share(images: to.images) * scale.width
            )
            let (y0, y1) = (scale.height(from.estimate.value, of: 4), scale.height(to.estimate.value, of: 4))
            let steps = max(1, Int(max(abs(x1 - x0), abs(y1 - y0)).rounded(.up)))
            for step in 0...steps {
                let share = Double(step) / Double(steps)
                set(Int((x0 + share * (x1 - x0)).rounded()), Int((y0 + share * (y1 - y0)).rounded()))
            }
        }
        for (place, bits) in dots {
            guard let glyph = Unicode.Scalar(0x2800 + bits) else { continue }
            canvas.put(
                String(Character(glyph)), x: plot.x + place % plot.width, y: plot.y + place / plot.width,
                style: .role(.bar, on: .base))
        }
    }

    private func drawAxes(_ scale: Scale, in plot: Rect, on canvas: inout Canvas) {
        canvas.verticalRule(x: plot.x - 1, y: plot.y..<plot.maxY)
        func label(_ text: String, _ role: Role, _ y: Int) {
            canvas.writeRight(
                [Span(text, role)], in: Rect(x: plot.x - Self.gutter, y: y, width: Self.gutter - 2, height: 1),
                on: .base)
        }
        label(String(format: "%.0f", 100 * scale.top), .faint, plot.y)
        label(String(format: "%.0f", 100 * scale.bottom), .faint, plot.maxY - 1)
        label(Numbers.percent(prompts.value), .accent, scale.row(prompts.value))
        let axis = Rect(x: plot.x, y: plot.maxY, width: plot.width, height: 1)
        var end = axis.x
        for point in points {
            let text =
                point.images == point.images.rounded()
                ? String(format: "%.0f", point.images) : String(format: "%.1f", point.images)
            let x = max(end, min(scale.column(point.images) - text.count / 2, axis.maxX - text.count))
            guard x + text.count <= axis.maxX else { break }
            canvas.write(text, .quiet, in: Rect(x: x, y: axis.y, width: text.count, height: 1), on: .base)
            end = x + text.count + 1
        }
        let words = "images a class"
        if end + words.count + 1 <= axis.maxX { canvas.writeRight([Span(words, .faint)], in: axis, on: .base) }
    }

    /// Images to columns, accuracy to rows.
    private struct Scale {
        let plot: Rect
        let (least, most): (Double, Double)
        let (bottom, top): (Double, Double)
        /// Columns between the first and the last level: the last leaves room for the words of the axis.
        let width: Double

        init(_ plot: Rect, points: [(images: Double, estimate: FewShotCurve.Estimate)], prompts: FewShotCurve.Estimate)
        {
            self.plot = plot
            (least, most) = (points[0].images, max(points[points.count - 1].images, points[0].images * 2))
            let values =
                points.flatMap { [$0.estimate.interval.lowerBound, $0.estimate.interval.upperBound] } + [prompts.value]
            bottom = max(0, (values.min()! * 10).rounded(.down) / 10)
            top = min(1, max(bottom + 0.1, (values.max()! * 10).rounded(.up) / 10))
            width = Double(max(8, plot.width - 18))
        }

        func share(images: Double) -> Double {
            min(1, max(0, (log(images) - log(least)) / (log(most) - log(least))))
        }

        func column(_ images: Double) -> Int { plot.x + Int((share(images: images) * width).rounded()) }

        /// From the top, in parts of a row.
        func height(_ accuracy: Double, of parts: Double) -> Double {
            (1 - min(1, max(0, (accuracy - bottom) / (top - bottom)))) * (parts * Double(plot.height) - 1)
        }

        func row(_ accuracy: Double) -> Int { plot.y + Int(height(accuracy, of: 1).rounded()) }
    }
}
