import Model

/// How far the probabilities can be believed: the reliability diagram, temperatures, and what a threshold leaves.
enum CalibrationPage: PageContent {
    static let title = "calibration"
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
        guard let labelling = state.labelling, let current = state.scores.current,
            current.request.labelling?.name == labelling.name, current.weights != nil, current.outcomes != nil
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
            answer.question.evaluation.request.labelling?.name == state.labelling?.name
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

    private static func heading(_ shown: JudgedTemperature, _ state: State) -> [Span] {
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
        guard state.labelling != nil else { return Span("no labels, so no calibration", .quiet) }
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
