import Foundation
import Model

/// What the calibration page remembers: how far the probabilities can be believed, a temperature that is tried, and a
/// threshold below which an image is none of the classes.
package struct Calibration: Sendable {
    /// What a threshold is on, of the predicted class.
    package enum Score: String, CaseIterable, Sendable {
        case probability, cosine, sigmoid

        /// Steps of a threshold in 1.
        package var stepsInOne: Int {
            switch self {
            case .probability: 100
            case .cosine: 200
            case .sigmoid: 1000
            }
        }
    }

    /// Where the cursor is.
    package enum Place: Sendable { case bins, threshold }

    package private(set) var inquiry = Inquiry<Question, Answer>()
    package private(set) var trial = Inquiry<TrialQuestion, EvaluatedTemperature>()
    /// Nil: the model's own.
    package private(set) var temperature: Float?
    package private(set) var place = Place.bins
    /// The bin under the cursor; the surest one to begin with.
    package private(set) var bins = ListPosition(cursor: ReliabilityDiagram.usualBins - 1)
    package private(set) var score = Score.probability
    /// In steps of the score; those that were moved.
    package private(set) var steps: [Score: Int] = [:]

    /// Another model has another temperature.
    mutating func forgetModel() {
        forgetAnswers()
        temperature = nil
        (steps[.cosine], steps[.sigmoid]) = (nil, nil)
        score = .probability
    }

    mutating func forgetAnswers() {
        inquiry.forget()
        trial.forget()
    }
}

extension Calibration {
    /// The figures at the temperature that is tried, or at the model's; older ones while they are on their way.
    package var shown: EvaluatedTemperature? {
        temperature == nil ? inquiry.answer?.model : trial.answer ?? inquiry.answer?.model
    }

    package var selective: SelectiveAccuracy? { inquiry.answer?.selective[score] }

    /// Those that the model has.
    package var scores: [Score] {
        Score.allCases.filter { $0 != .sigmoid || inquiry.answer?.selective[.sigmoid] != nil }
    }

    /// A factor.
    static let temperatureStep: Float = 1.05

    /// Through the model's own temperature rather than past it.
    mutating func moveTemperature(by factor: Float) {
        guard let own = inquiry.answer?.model.temperature else { return }
        let scales = TemperatureScaling.scales
        let tried = min(max((temperature ?? own) * factor, 1 / scales.upperBound), 1 / scales.lowerBound)
        temperature = abs(log(tried / own)) < log(Self.temperatureStep) / 2 ? nil : tried
    }

    /// - Parameter temperature: nil for the model's own.
    mutating func take(temperature: Float?) { self.temperature = temperature }

    mutating func moveThreshold(by steps: Int) { moveThreshold(to: step + steps) }

    /// - Parameter step: of the score; limited to those that make a difference.
    mutating func moveThreshold(to step: Int) {
        steps[score] = min(max(step, range.lowerBound), range.upperBound)
    }

    /// Down from the last bin leads to the threshold.
    /// - Parameter height: bins in sight.
    mutating func move(by step: Int, height: Int) {
        let count = ReliabilityDiagram.usualBins
        let line = place == .threshold ? count : bins.cursor
        let next = min(max(line + step, 0), count)
        place = next == count ? .threshold : .bins
        bins.move(to: min(next, count - 1), count: count, height: height)
    }

    mutating func scroll(by step: Int, height: Int) {
        bins.scroll(by: step, count: ReliabilityDiagram.usualBins, height: height)
    }

    /// - Parameter bin: nil for the threshold.
    mutating func point(at bin: Int?) {
        place = bin == nil ? .threshold : .bins
        if let bin { bins.cursor = bin }
    }

    mutating func ask(_ question: Question) -> Request<Question>? { inquiry.ask(question) }

    /// What the temperature that is tried calls for.
    mutating func askTrial() -> Request<TrialQuestion>? {
        guard let temperature, let halves = inquiry.answer?.halves else { return nil }
        return trial.ask(TrialQuestion(halves: halves, temperature: temperature))
    }

    mutating func receive(_ answer: Answer, generation: Int, height: Int) {
        if inquiry.receive(answer, generation: generation) { move(by: 0, height: height) }
    }

    mutating func receive(_ answer: EvaluatedTemperature, generation: Int) {
        _ = trial.receive(answer, generation: generation)
    }

    mutating func nextScore() {
        let place = scores.firstIndex(of: score) ?? -1
        score = scores[(place + 1) % scores.count]
    }

    /// The threshold, in steps: where nobody moved it, one half of the probability, or what a tenth of the cosines or
    /// sigmoids is below.
    package var step: Int {
        if let step = steps[score] { return step }
        guard score != .probability, let curve = selective?.curve(10), curve.count > 1 else {
            return score.stepsInOne / 2
        }
        return Int(curve[1].threshold * Float(score.stepsInOne))
    }

    package var threshold: Float { Float(step) / Float(score.stepsInOne) }

    /// The thresholds that make a difference, in steps.
    package var range: ClosedRange<Int> {
        guard score != .probability, let range = selective?.range else { return 0...score.stepsInOne }
        let all = Float(score.stepsInOne)
        return Int((range.lowerBound * all).rounded(.down))...Int((range.upperBound * all).rounded(.up))
    }
}

extension Calibration {
    /// What the bin under the cursor counts, or what is below the threshold.
    var chosenImages: ChosenImages? {
        switch place {
        case .bins:
            guard let shown else { return nil }
            let name = "\(ReliabilityBars.name(of: shown.diagram.range(of: bins.cursor))) sure"
            let own = temperature.map { " at temperature \(TemperatureTable.text($0))" } ?? ""
            return ChosenImages(name: name + own, images: shown.images(in: bins.cursor))
        case .threshold:
            guard let selective else { return nil }
            let name = "\(score.rawValue) below \(ThresholdCurve.text(self))"
            return ChosenImages(name: name, images: selective.images(below: threshold))
        }
    }
}
