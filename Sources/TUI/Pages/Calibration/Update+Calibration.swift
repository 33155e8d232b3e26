import Foundation
import Model

extension State {
    /// What the evaluation on the screen calls for.
    mutating func newCalibration() -> [Work] {
        guard let labelling, let current = scores.current, current.request.labelling?.name == labelling.name,
            current.weights != nil, current.outcomes != nil
        else {
            calibration.forgetAnswers()
            return []
        }
        var work: [Work] = []
        if let embeddings, embedding?.isFinished == true, current.hasAllTemplates, current.images == embeddings.known,
            let request = calibration.inquiry.ask(Calibration.Question(evaluation: current, images: embeddings))
        {
            work.append(.ask(CalibrationQuestion.self, request))
        }
        if let temperature = calibration.temperature, let halves = calibration.inquiry.answer?.halves,
            let request = calibration.trial.ask(Calibration.TrialQuestion(halves: halves, temperature: temperature))
        {
            work.append(.ask(TemperatureQuestion.self, request))
        }
        return work
    }

    mutating func receive(_ answer: Calibration.Answer, generation: Int) {
        guard calibration.inquiry.receive(answer, generation: generation) else { return }
        moveCalibration(by: 0)
    }

    // MARK: - What is tried

    /// A factor.
    static let temperatureStep: Float = 1.05

    /// Through the model's own temperature rather than past it.
    mutating func moveTemperature(by factor: Float) {
        guard let own = calibration.inquiry.answer?.model.temperature else { return }
        let wanted = (calibration.temperature ?? own) * factor
        let scales = TemperatureScaling.scales
        let temperature = min(max(wanted, 1 / scales.upperBound), 1 / scales.lowerBound)
        calibration.temperature = abs(log(temperature / own)) < log(Self.temperatureStep) / 2 ? nil : temperature
    }

    mutating func moveThreshold(by steps: Int) {
        let range = calibration.range
        calibration.steps[calibration.score] = min(max(calibration.step + steps, range.lowerBound), range.upperBound)
    }

    // MARK: - The cursor

    /// Down from the last bin leads to the threshold.
    mutating func moveCalibration(by step: Int) {
        let height = CalibrationPage.height(self)
        let count = ReliabilityDiagram.usualBins
        let line = calibration.place == .threshold ? count : calibration.bins.cursor
        let next = min(max(line + step, 0), count)
        calibration.place = next == count ? .threshold : .bins
        calibration.bins.move(to: min(next, count - 1), count: count, height: height)
    }

    // MARK: - Images

    mutating func openCalibrated() {
        if let chosen = calibratedImages { showImages(chosen) }
    }

    private var calibratedImages: ChosenImages? {
        switch calibration.place {
        case .bins:
            guard let shown = calibration.shown else { return nil }
            let bin = calibration.bins.cursor
            let range = shown.diagram.range(of: bin)
            let name = "\(ReliabilityBars.name(of: range)) sure"
            let own = calibration.temperature.map { " at temperature \(TemperatureTable.text($0))" } ?? ""
            return ChosenImages(name: name + own, images: shown.images(in: bin))
        case .threshold:
            guard let selective = calibration.selective else { return nil }
            let name = "\(calibration.score.rawValue) below \(ThresholdCurve.text(calibration))"
            return ChosenImages(name: name, images: selective.images(below: calibration.threshold))
        }
    }
}

/// The reliability diagram, and the best temperature.
enum CalibrationQuestion: BackgroundQuestion {
    static let name = "calibration"

    static func answer(
        _ question: Calibration.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Calibration.Answer) -> Void
    ) throws {
        try Calibration.Answer.find(question, isCancelled: isStale) { post($0) }
    }

    static func receive(_ answer: Calibration.Answer, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }
}

/// Another temperature than the model's.
enum TemperatureQuestion: BackgroundQuestion {
    static let name = "temperature"

    static func answer(
        _ question: Calibration.TrialQuestion, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (JudgedTemperature) -> Void
    ) throws {
        post(try JudgedTemperature(question.halves, temperature: question.temperature, isCancelled: isStale))
    }

    static func receive(_ answer: JudgedTemperature, generation: Int, _ state: inout State) {
        _ = state.calibration.trial.receive(answer, generation: generation)
    }
}
