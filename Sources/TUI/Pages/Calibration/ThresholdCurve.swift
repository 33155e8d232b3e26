import Foundation
import Model

/// A threshold below which an image is none of the classes: what it leaves, and how accuracy and coverage go with it.
enum ThresholdCurve {
    /// "0.50"; cosines with one decimal more.
    static func text(_ calibration: Calibration) -> String { text(calibration.step, calibration.score) }

    private static func text(_ step: Int, _ score: Calibration.Score) -> String {
        String(format: score == .probability ? "%.2f" : "%.3f", Float(step) / Float(score.stepsInOne))
    }

    static func draw(_ state: State, _ layout: CalibrationLayout, on canvas: inout Canvas) {
        let rect = layout.threshold
        guard rect.height > 0 else { return }
        let calibration = state.calibration
        canvas.horizontalRule(y: rect.y - 1, x: rect.x - 1..<rect.maxX)
        let title = [
            Span("None of these", .strong), Span(" · \(calibration.score.rawValue) < ", .quiet),
            Span(text(calibration), .accent),
        ]
        MainScreen.title(title, above: rect, on: &canvas)
        guard let selective = calibration.selective else {
            canvas.write(" …", .unfinished, in: rect.row(0), on: .base)
            return
        }
        drawWords(selective, state, in: rect, on: &canvas)
        if layout.curve.height >= 2 { drawCharts(selective, calibration, in: layout.curve, on: &canvas) }
    }

    private static func drawWords(
        _ selective: SelectiveAccuracy, _ state: State, in rect: Rect, on canvas: inout Canvas
    ) {
        let calibration = state.calibration
        let point = selective.at(calibration.threshold)
        let all = selective.at(-.infinity)
        let isSelected = calibration.place == .threshold
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(rect.row(0), on: surface)
        canvas.write(
            [
                Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet),
                Span(String(all.images - point.images), isSelected ? .strong : .text),
                Span(" are none of these, \(point.images) remain", .quiet),
            ], in: rect.row(0), on: surface)
        guard rect.height > 1 else { return }
        func percent(_ share: Double?) -> String { share.map { Numbers.percent($0).filter { $0 != " " } } ?? "–" }
        var spans = [
            Span(" coverage ", .quiet), Span(percent(point.coverage), .strong), Span(" · accuracy ", .quiet),
            Span(percent(point.accuracy), .strong), Span(" "),
        ]
        if let accuracy = point.accuracy, let whole = all.accuracy {
            spans.append(Numbers.delta(100 * (accuracy - whole)))
        }
        canvas.write(spans, in: rect.row(1), on: .base)
    }

    // MARK: - Charts

    private static let gutter = 10
    private static let levels = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    private static func place(_ rect: Rect) -> Range<Int> { rect.x + gutter..<max(rect.x + gutter + 1, rect.maxX - 1) }

    /// The step of the threshold that a column stands for.
    private static func step(atColumn column: Int, of columns: Int, _ range: ClosedRange<Int>) -> Int {
        let share = Double(column) / Double(max(1, columns - 1))
        return range.lowerBound + Int((share * Double(range.count - 1)).rounded())
    }

    static func move(toColumn x: Int, in rect: Rect, _ calibration: inout Calibration) {
        let columns = place(rect)
        guard columns.contains(x) else { return }
        calibration.moveThreshold(to: step(atColumn: x - columns.lowerBound, of: columns.count, calibration.range))
        calibration.point(at: nil)
    }

    private static func drawCharts(
        _ selective: SelectiveAccuracy, _ calibration: Calibration, in rect: Rect, on canvas: inout Canvas
    ) {
        let columns = place(rect)
        let range = calibration.range
        let points = (0..<columns.count).map { column in
            let step = step(atColumn: column, of: columns.count, range)
            return selective.at(Float(step) / Float(calibration.score.stepsInOne))
        }
        let share = Double(calibration.step - range.lowerBound) / Double(max(1, range.count - 1))
        let marked = Int((share * Double(columns.count - 1)).rounded())
        let rows = rect.height - 1
        let gap = rows >= 6 ? 1 : 0
        let upper = (rows - gap + 1) / 2
        // From a round number below the lowest, so that there is something to see.
        let lowest = points.compactMap(\.accuracy).min() ?? 0
        let floor = min(0.9, (lowest * 10).rounded(.down) / 10)
        let (top, bottom) = (
            Rect(x: columns.lowerBound, y: rect.y, width: columns.count, height: upper),
            Rect(
                x: columns.lowerBound, y: rect.y + upper + gap, width: columns.count, height: rows - gap - upper)
        )
        let heights = points.map { $0.accuracy.map { ($0 - floor) / (1 - floor) } }
        drawChart("accuracy", heights, from: floor, marked, in: top, &canvas)
        if bottom.height > 0 {
            drawChart("coverage", points.map(\.coverage), from: 0, marked, in: bottom, &canvas)
        }
        let axis = Rect(x: columns.lowerBound, y: rect.maxY - 1, width: columns.count, height: 1)
        canvas.write(text(range.lowerBound, calibration.score), .faint, in: axis, on: .base)
        canvas.writeRight([Span(text(range.upperBound, calibration.score), .faint)], in: axis, on: .base)
        let words = text(calibration)
        let x = max(axis.x, min(axis.x + marked - words.count / 2, axis.maxX - words.count))
        canvas.write(words, .accent, in: Rect(x: x, y: axis.y, width: words.count, height: 1), on: .base)
    }

    /// Columns in eighths of a row; nothing where there is no value.
    private static func drawChart(
        _ name: String, _ values: [Double?], from floor: Double, _ marked: Int, in rect: Rect, _ canvas: inout Canvas
    ) {
        let label = Rect(x: rect.x - gutter, y: rect.y, width: gutter - 1, height: 1)
        canvas.write(" " + name, .quiet, in: label, on: .base)
        if rect.height > 1 {
            canvas.write(
                String(format: " %.0f–100", 100 * floor), .faint,
                in: Rect(x: label.x, y: label.y + 1, width: label.width, height: 1), on: .base)
        }
        for (column, value) in values.enumerated() {
            guard let value else { continue }
            let eighths = Int((max(0, min(1, value)) * Double(8 * rect.height)).rounded())
            for row in 0..<rect.height {
                let level = max(0, min(8, eighths - 8 * (rect.height - 1 - row)))
                guard level > 0 else { continue }
                canvas.put(
                    levels[level], x: rect.x + column, y: rect.y + row,
                    style: .role(column == marked ? .strong : .bar, on: .base))
            }
        }
    }
}
