import Foundation
import Model

/// The upper half of the compare page: the measures with their intervals, and how many images each side gets right.
enum ComparisonFigures {
    static func draw(
        _ comparison: Comparison, _ answer: SetComparison.Answer, _ state: State, _ layout: ComparisonLayout,
        on canvas: inout Canvas
    ) {
        let columns = Columns(width: layout.measures.width)
        drawHeadings(answer, columns, in: layout.measures.row(0), on: &canvas)
        let reach = reach(of: comparison)
        for (line, difference) in comparison.differences.prefix(layout.measures.height - 1).enumerated() {
            if difference.measure == .top5, !state.hasTopFive {
                let words = " " + name(of: .top5).padded(to: columns.name)
                canvas.write(
                    [Span(words, .quiet), Span("  says nothing of five classes or fewer", .faint)],
                    in: layout.measures.row(line + 1), on: .base)
                continue
            }
            draw(
                difference, isIdentical(comparison) ? nil : difference.interval, absent: absent(comparison, answer),
                reach: reach, columns,
                in: layout.measures.row(line + 1), on: &canvas)
        }
        for (agreed, rect) in zip(SetComparison.Agreed.allCases, layout.agreement) {
            draw(agreed, answer.images(agreed).count, state, in: rect, on: &canvas)
        }
    }

    // MARK: - Measures

    private struct Columns {
        let name: Int
        /// Of the picture of the interval; 0 where there is no room.
        let plot: Int
        static let value = 8
        static let difference = 9
        static let interval = 17

        init(width: Int) {
            let fixed = 2 * Self.value + Self.difference + Self.interval + 2
            name = max(12, min(20, width - fixed))
            let room = width - fixed - name - 4
            // Odd, so that there is a middle.
            plot = room < 15 ? 0 : min(41, room) / 2 * 2 - 1
        }
    }

    private static func drawHeadings(
        _ answer: SetComparison.Answer, _ columns: Columns, in line: Rect, on canvas: inout Canvas
    ) {
        let level = String(format: "%.0f %% interval", 100 * SetComparison.Answer.bootstrap.level)
        var spans = [
            Span("".padded(to: columns.name + 1)), Span("A".rightAligned(to: Columns.value), .faint),
            Span("B".rightAligned(to: Columns.value), .faint),
            Span("B − A".rightAligned(to: Columns.difference), .faint),
            Span(level.rightAligned(to: Columns.interval), .faint),
        ]
        if !answer.hasIntervals {
            spans.append(
                Span("  \(answer.resamples) of \(SetComparison.Answer.bootstrap.resamples) resamples…", .unfinished))
        }
        canvas.write(spans, in: line, on: .base)
    }

    /// - Parameters:
    ///   - absent: what stands for an interval that there is not.
    ///   - reach: of the picture's scale to both sides.
    private static func draw(
        _ difference: Comparison.Difference, _ interval: ClosedRange<Double>?, absent: Span, reach: Double,
        _ columns: Columns, in line: Rect,
        on canvas: inout Canvas
    ) {
        func percent(_ share: Double) -> String { Numbers.percent(share).rightAligned(to: Columns.value) }
        var delta = Numbers.delta(100 * difference.value)
        if difference.measure.isError, delta.role != .faint { delta.role = delta.role == .up ? .down : .up }
        let gap = Span("".padded(to: max(0, Columns.difference - delta.width)))
        var spans = [
            Span(" " + name(of: difference.measure).padded(to: columns.name), .quiet),
            Span(percent(difference.a), .text), Span(percent(difference.b), .strong), gap, delta,
        ]
        if let interval {
            let (low, high) = (100 * interval.lowerBound, 100 * interval.upperBound)
            let words = "\(Numbers.signed(low)) to \(Numbers.signed(high))"
            let role: Role = difference.isSignificant ? delta.role : .quiet
            spans.append(Span(words.rightAligned(to: Columns.interval), difference.isSignificant ? .text : .quiet))
            if columns.plot > 0 {
                spans.append(Span("  "))
                spans += plot(difference, interval, reach: reach, width: columns.plot, role)
            }
        } else {
            spans.append(Span(absent.text.rightAligned(to: Columns.interval), absent.role))
        }
        canvas.write(spans, in: line, on: .base)
    }

    private static func absent(_ comparison: Comparison, _ answer: SetComparison.Answer) -> Span {
        if comparison.chosen?.isLeftOut == false || isIdentical(comparison) { return Span("–", .faint) }
        return answer.hasIntervals ? Span("too few images", .faint) : Span("…", .unfinished)
    }

    /// Nothing differs anywhere: no images leave that open.
    private static func isIdentical(_ comparison: Comparison) -> Bool {
        comparison.verdict == .same && comparison.differences.allSatisfy { $0.value == 0 }
    }

    private static func name(of measure: Measure) -> String {
        switch measure {
        case .top1: "top-1"
        case .top5: "top-5"
        case .meanPerClass: "class mean"
        case .calibrationError: "calibration error"
        }
    }

    /// The farthest that an interval reaches from no difference.
    private static func reach(of comparison: Comparison) -> Double {
        let ends = comparison.differences.flatMap {
            [abs($0.interval?.lowerBound ?? 0), abs($0.interval?.upperBound ?? 0), abs($0.value)]
        }
        return ends.max() ?? 0
    }

    /// The interval as a line about the middle, which is no difference.
    private static func plot(
        _ difference: Comparison.Difference, _ interval: ClosedRange<Double>, reach: Double, width: Int, _ role: Role
    ) -> [Span] {
        let middle = width / 2
        func place(_ value: Double) -> Int {
            reach == 0 ? middle : middle + Int((value / reach * Double(middle)).rounded())
        }
        let (low, high) = (place(interval.lowerBound), place(interval.upperBound))
        let own = place(difference.value)
        return (0..<width).map { x in
            if x == own { return Span("●", role == .quiet ? .text : role) }
            if x >= low && x <= high { return Span(x == middle ? "┼" : "━", role) }
            return x == middle ? Span("│", .faint) : Span(" ")
        }
    }

    // MARK: - Who is right

    private static func draw(
        _ agreed: SetComparison.Agreed, _ count: Int, _ state: State, in rect: Rect, on canvas: inout Canvas
    ) {
        let isSelected = state.comparison.place == .agreement && state.comparison.agreed == agreed
        let hasFocus = state.focus == .page
        let surface: Surface = !isSelected ? .base : hasFocus ? .selected : .marked
        canvas.fill(rect, on: surface)
        let role: Role =
            switch agreed {
            case .bothRight: .right
            case .onlyB: .up
            case .onlyA: .down
            case .bothWrong: .wrong
            }
        canvas.write(
            [
                Span(isSelected ? "▸" : " ", hasFocus ? .accent : .quiet),
                Span(String(count), count == 0 ? .faint : role),
                Span(" \(agreed.rawValue)", isSelected ? .strong : .quiet),
            ], in: rect, on: surface)
    }
}
