import Foundation
import Model

/// The reliability diagram: for each bin of probability how many images there are and how many of them are right; a bar
/// that ends at the line is as right as it says.
enum ReliabilityBars {
    /// "47–53%"
    static func name(of range: ClosedRange<Double>) -> String {
        String(format: "%.0f–%.0f%%", 100 * range.lowerBound, 100 * range.upperBound)
    }

    /// Widths.
    private struct Columns {
        static let name = 8
        let images: Int
        let bar: Int
        static let figure = 6
        static let gap = 7
        let hasConfidence: Bool
        let hasGap: Bool

        init(width: Int, images: Int) {
            self.images = max(6, String(images).count) + 1
            let room = width - 2 - Self.name - self.images - 1 - Self.figure - 1
            hasGap = room >= Self.gap + 8
            hasConfidence = room >= Self.gap + Self.figure + 24
            bar = max(0, room - (hasGap ? Self.gap : 0) - (hasConfidence ? Self.figure : 0))
        }
    }

    static func draw(_ diagram: ReliabilityDiagram, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let columns = Columns(width: rect.width, images: diagram.images)
        drawHeadings(columns, in: rect.row(0), on: &canvas)
        for line in 0..<max(0, rect.height - 1) {
            let index = state.calibration.bins.top + line
            guard diagram.bins.indices.contains(index) else { break }
            draw(index, of: diagram, columns, state, in: rect.row(line + 1), on: &canvas)
        }
    }

    private static func drawHeadings(_ columns: Columns, in line: Rect, on canvas: inout Canvas) {
        let bar = columns.bar >= 30 ? "█ right, │ mean probability" : columns.bar >= 10 ? "█ right│" : ""
        var spans = [
            Span("  " + "sure".padded(to: Columns.name) + "images".rightAligned(to: columns.images) + " ", .faint),
            Span(bar.padded(to: columns.bar), .faint),
        ]
        if columns.hasConfidence { spans.append(Span("mean".rightAligned(to: Columns.figure), .faint)) }
        spans.append(Span("right".rightAligned(to: Columns.figure), .faint))
        if columns.hasGap { spans.append(Span("gap".rightAligned(to: Columns.gap), .faint)) }
        canvas.write(spans, in: line, on: .base)
    }

    private static func draw(
        _ index: Int, of diagram: ReliabilityDiagram, _ columns: Columns, _ state: State, in line: Rect,
        on canvas: inout Canvas
    ) {
        let isSelected = state.calibration.place == .bins && state.calibration.bins.cursor == index
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(line, on: surface)
        let bin = diagram.bins[index]
        let name = name(of: diagram.range(of: index)).padded(to: Columns.name)
        var spans = [
            Span(isSelected ? "▸ " : "  ", hasFocus ? .accent : .quiet),
            Span(name, isSelected ? .strong : bin.images == 0 ? .faint : .quiet),
            Span(String(bin.images).rightAligned(to: columns.images) + " ", bin.images == 0 ? .faint : .text),
        ]
        if let accuracy = bin.accuracy, let confidence = bin.confidence {
            let isDim = state.scores.isUnfinished
            spans += bar(accuracy, confidence, width: columns.bar, isDim: isDim)
            func figure(_ share: Double) -> String { Numbers.percent(share).rightAligned(to: Columns.figure) }
            if columns.hasConfidence { spans.append(Span(figure(confidence), isDim ? .unfinished : .quiet)) }
            spans.append(Span(figure(accuracy), isDim ? .unfinished : .strong))
            if columns.hasGap {
                let gap = Numbers.signed(100 * (accuracy - confidence)).rightAligned(to: Columns.gap)
                spans.append(Span(gap, isDim ? .unfinished : .quiet))
            }
        }
        canvas.write(spans, in: line, on: surface)
    }

    /// The share that is right as a bar, and the mean probability as a line in it, or beyond it: then dashes show what
    /// was promised and not kept.
    static func bar(_ accuracy: Double, _ confidence: Double, width: Int, isDim: Bool = false) -> [Span] {
        guard width > 0 else { return [] }
        let filled = Array(Bar.text(accuracy, width: width))
        let mark = max(0, min(width - 1, Int((confidence * Double(width)).rounded()) - 1))
        return filled.enumerated().map { x, glyph in
            if x == mark { return Span("│", .strong) }
            if glyph == " ", x < mark { return Span("╌", .wrong) }
            return Span(String(glyph), isDim ? .unfinished : .bar)
        }
    }
}
