import Foundation
import Model

/// How far the probabilities can be believed: the reliability diagram, temperatures, and what a threshold leaves.
enum CalibrationPage: PageContent {
    static let title = "calibration"
    static let shortTitle = "cal"
    static let help = "Show how far the probabilities can be believed, and try temperatures and thresholds"
    static let context = Context.calibration

    /// Bins in sight.
    static func height(_ state: State) -> Int {
        max(1, CalibrationLayout(state.layout.page).diagram.height - 1)
    }

    static func move(by step: Int, _ state: inout State) {
        state.calibration.move(by: step, height: height(state))
    }

    static func scroll(by step: Int, _ state: inout State) {
        state.calibration.scroll(by: step, height: height(state))
    }

    /// What the evaluation on the screen calls for.
    static func newWork(_ state: inout State) -> [Work] {
        guard let labelColumn = state.labelColumn, let current = state.scores.current,
            current.request.labelColumn?.name == labelColumn.name, current.weights != nil, current.outcomes != nil
        else {
            state.calibration.forgetAnswers()
            return []
        }
        var work: [Work] = []
        if let embeddings = state.embeddings, state.embedding?.isFinished == true, current.hasAllTemplates,
            current.images == embeddings.known,
            let request = state.calibration.ask(Calibration.Question(evaluation: current, images: embeddings))
        {
            work.append(.ask(CalibrationQuestion.self, request))
        }
        if let request = state.calibration.askTrial() { work.append(.ask(TemperatureQuestion.self, request)) }
        return work
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        state.focus = .page
        guard state.calibration.inquiry.answer != nil else { return [] }
        let layout = CalibrationLayout(state.layout.page)
        if layout.diagram.contains(x: mouse.x, y: mouse.y) {
            let bin = state.calibration.bins.top + mouse.y - layout.diagram.y - 1
            guard mouse.y > layout.diagram.y, bin < ReliabilityDiagram.usualBins else { return [] }
            state.calibration.point(at: bin)
        } else if layout.curve.contains(x: mouse.x, y: mouse.y) {
            ThresholdCurve.move(toColumn: mouse.x, in: layout.curve, &state.calibration)
            return []
        } else if layout.threshold.contains(x: mouse.x, y: mouse.y) {
            state.calibration.point(at: nil)
        } else {
            return []
        }
        return mouse.kind == .doublePress ? state.attempt(Action.ofCalibration[0]) : []
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        MainScreen.rule(above: area, isFocused: state.focus == .page, on: &canvas)
        guard let answer = state.calibration.inquiry.answer, let shown = state.calibration.shown,
            answer.question.evaluation.request.labelColumn?.name == state.labelColumn?.name
        else {
            MainScreen.title([name(state)], above: area, on: &canvas)
            return canvas.writeCentred([missing(state)], in: area.row(area.height / 3), on: .base)
        }
        let layout = CalibrationLayout(area)
        MainScreen.title(heading(shown, state), above: layout.diagram, on: &canvas)
        let x = layout.diagram.maxX
        let lower = canvas[x, area.maxY].style
        canvas.hang(x: x, from: area.y - 1, to: area.maxY)
        canvas.put(canvas[x, area.maxY].text, x: x, y: area.maxY, style: lower)
        let keys = [Span(" · ", .faint), Span("← →", .key), Span(" tries another", .quiet)]
        MainScreen.title([Span("Temperature", .strong)] + keys, above: layout.temperatures, on: &canvas)
        ReliabilityBars.draw(shown.diagram, state, in: layout.diagram, on: &canvas)
        TemperatureTable.draw(answer, state, in: layout.temperatures, on: &canvas)
        ThresholdCurve.draw(state, layout, on: &canvas)
    }

    private static func name(_ state: State) -> Span {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        return Span("Reliability", isFocused ? .accent : .strong)
    }

    private static func heading(_ shown: EvaluatedTemperature, _ state: State) -> [Span] {
        let error = shown.diagram.expectedCalibrationError.map { Numbers.percent($0).filter { $0 != " " } } ?? "–"
        let isTried = state.calibration.temperature != nil
        let hasSigmoid = state.scores.current?.logitBias != nil
        let role: Role = state.scores.isUnfinished ? .unfinished : .strong
        return [
            name(state), Span(" · ", .faint), Span(hasSigmoid ? "softmax, ECE " : "ECE ", .quiet), Span(error, role),
            Span(isTried ? " at \(TemperatureTable.text(shown.temperature))" : "", .accent), Span(" · ", .faint),
            Span(Numbers.counted(shown.diagram.images, "image"), .quiet),
        ]
    }

    private static func missing(_ state: State) -> Span {
        guard state.dataset != nil else { return Span("") }
        guard state.labelColumn != nil else { return Span("no labels, so no calibration", .quiet) }
        if state.promptEditor.set.effective.entries.isEmpty { return Span("no template is on", .warning) }
        return state.embedding?.isFinished == false
            ? Span("once all images are embedded…", .unfinished) : Span("…", .faint)
    }
}

/// Where the parts of the calibration page are.
struct CalibrationLayout {
    /// A line of headings, and a line a bin.
    let diagram: Rect
    let temperatures: Rect
    /// Under the rule with its title: two lines in words.
    let threshold: Rect
    /// The two charts and their axis.
    let curve: Rect

    private static let temperatureRows = 5
    private static let leastRight = 38

    init(_ area: Rect) {
        let right = max(Self.leastRight, min(80, area.width * 42 / 100))
        diagram = Rect(x: area.x, y: area.y, width: area.width - right - 1, height: area.height)
        let isAiry = area.height >= 18
        let x = diagram.maxX + 1
        temperatures = Rect(x: x, y: area.y, width: right, height: min(Self.temperatureRows, area.height))
        let top = temperatures.maxY + (isAiry ? 2 : 1)
        threshold = Rect(x: x, y: top, width: right, height: max(0, min(2, area.maxY - top)))
        let below = threshold.maxY + (isAiry ? 1 : 0)
        curve = Rect(x: x, y: below, width: right, height: max(0, min(14, area.maxY - below)))
    }
}

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
        let rows: [(String, Float?, EvaluatedTemperature?)] = [
            ("model", answer.model.temperature, answer.model),
            (answer.isFitAtLimit ? "no fit" : "fitted", answer.fitted?.temperature, answer.fitted),
            ("what if", tried ?? answer.model.temperature, state.calibration.shown),
        ]
        for (line, (name, temperature, evaluated)) in rows.enumerated() where line + 2 < rect.height {
            let isTried = name == "what if"
            let isDim = state.scores.isUnfinished
            let role: Role = isDim ? .unfinished : isTried && tried != nil ? .strong : isTried ? .faint : .text
            var spans = [
                Span(" " + name.padded(to: self.name), isTried && tried != nil ? .accent : .quiet),
                Span((temperature.map(text) ?? missing(answer)).rightAligned(to: self.temperature), role),
            ]
            for fit in [evaluated?.chosen, evaluated?.reported] { spans += figures(fit, gap, role) }
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
