import Foundation
import Model

/// The model's temperature, the best one of one half of the images, and the one that is tried, each on both halves.
enum TemperatureTable {
    static func text(_ temperature: Float) -> String {
        String(format: temperature < 10 ? "%.4f" : "%.1f", temperature)
    }

    private static let name = 8
    private static let temperature = 7
    private static let loss = 6
    private static let error = 5

    static func draw(_ answer: Calibration.Answer, _ state: State, in rect: Rect, on canvas: inout Canvas) {
        let isWide = rect.width >= 1 + name + temperature + 2 * (loss + error + 3)
        let gap = isWide ? "   " : ""
        let half = loss + error + gap.count
        let heads = [
            Span(" " + "".padded(to: name + temperature), .faint),
            Span((isWide ? "fitted half" : "fitted on").rightAligned(to: half), .faint),
            Span((isWide ? "other half" : "other").rightAligned(to: half), .faint),
        ]
        canvas.write(heads, in: rect.row(0), on: .base)
        let columns = gap + "loss".rightAligned(to: loss) + "ECE".rightAligned(to: error)
        canvas.write(
            " " + "temperature".rightAligned(to: name + temperature) + columns + columns, .faint, in: rect.row(1),
            on: .base)
        let tried = state.calibration.temperature
        let rows: [(String, Float?, JudgedTemperature?)] = [
            ("model", answer.model.temperature, answer.model),
            (answer.isFitAtLimit ? "no fit" : "fitted", answer.fitted?.temperature, answer.fitted),
            ("what if", tried ?? answer.model.temperature, state.calibration.shown),
        ]
        for (line, (name, temperature, judged)) in rows.enumerated() where line + 2 < rect.height {
            let isTried = name == "what if"
            let isDim = state.scores.isUnfinished
            let role: Role = isDim ? .unfinished : isTried && tried != nil ? .strong : isTried ? .faint : .text
            var spans = [
                Span(" " + name.padded(to: self.name), isTried && tried != nil ? .accent : .quiet),
                Span((temperature.map(text) ?? missing(answer)).rightAligned(to: self.temperature), role),
            ]
            for fit in [judged?.chosen, judged?.reported] { spans += figures(fit, gap, role) }
            canvas.write(spans, in: rect.row(line + 2), on: .base)
        }
    }

    private static func missing(_ answer: Calibration.Answer) -> String { answer.isComplete ? "–" : "…" }

    private static func figures(_ fit: TemperatureScaling.Fit?, _ gap: String, _ role: Role) -> [Span] {
        guard let fit, let error = fit.reliability.expectedCalibrationError else {
            return [Span(gap + "".padded(to: loss + self.error))]
        }
        let nats = String(format: "%.3f", fit.negativeLogLikelihood).rightAligned(to: loss)
        return [Span(gap + nats + Numbers.percent(error).rightAligned(to: self.error), role)]
    }
}
