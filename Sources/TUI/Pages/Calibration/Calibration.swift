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

    package var inquiry = Inquiry<Question, Answer>()
    package var trial = Inquiry<TrialQuestion, JudgedTemperature>()
    /// Nil: the model's own.
    package var temperature: Float?
    package var place = Place.bins
    /// The bin under the cursor; the surest one to begin with.
    package var bins = ListPosition(cursor: ReliabilityDiagram.usualBins - 1)
    package var score = Score.probability
    /// In steps of the score; those that were moved.
    package var steps: [Score: Int] = [:]

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
    package var shown: JudgedTemperature? {
        temperature == nil ? inquiry.answer?.model : trial.answer ?? inquiry.answer?.model
    }

    package var selective: SelectiveAccuracy? { inquiry.answer?.selective[score] }

    /// Those that the model has.
    package var scores: [Score] {
        Score.allCases.filter { $0 != .sigmoid || inquiry.answer?.selective[.sigmoid] != nil }
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
