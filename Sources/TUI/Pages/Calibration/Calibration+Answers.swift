import Model

extension Calibration {
    package struct Question: Equatable, Sendable {
        package let evaluation: Evaluation
        /// Those that the evaluation rests on.
        package let images: EmbeddingTable

        package static func == (left: Question, right: Question) -> Bool {
            left.evaluation.revision == right.evaluation.revision && left.images.known == right.images.known
        }
    }

    /// Told in parts: first what the model's temperature gives, then thresholds, then the best temperature.
    package struct Answer: Sendable {
        package let question: Question
        package let halves: CalibratedHalves
        package let model: EvaluatedTemperature
        package fileprivate(set) var selective: [Score: SelectiveAccuracy] = [:]
        /// The best temperature on the first half; nil while it is looked for, or without images there.
        package fileprivate(set) var fitted: EvaluatedTemperature?
        /// The search for it found no least loss: it fits nothing.
        package fileprivate(set) var isFitAtLimit = false
        package fileprivate(set) var isComplete = false
    }

    package struct TrialQuestion: Equatable, Sendable {
        package let halves: CalibratedHalves
        package let temperature: Float

        package static func == (left: TrialQuestion, right: TrialQuestion) -> Bool {
            left.halves.revision == right.halves.revision && left.temperature == right.temperature
        }
    }
}

/// The images with a label in two halves, and the class weights of an evaluation.
package struct CalibratedHalves: Sendable {
    let choosing: TemperatureScaling
    let reporting: TemperatureScaling
    /// Of the dataset, ascending.
    let chosen: [Int32]
    let reported: [Int32]
    /// Of the evaluation.
    let revision: [Int]

    /// Which images make up the halves; that of `clipscope calibrate`.
    static let seed: UInt64 = 1

    init(_ images: EvaluatedImages, _ weights: ClassWeights, revision: [Int]) {
        let halves = StratifiedHalves(images.labels, seed: Self.seed)
        let (chosen, reported) = (images.selecting(halves.choosing), images.selecting(halves.reporting))
        choosing = TemperatureScaling(weights, images: chosen)
        reporting = TemperatureScaling(weights, images: reported)
        (self.chosen, self.reported) = (chosen.images, reported.images)
        self.revision = revision
    }
}

/// A temperature on both halves of the images.
package struct EvaluatedTemperature: Sendable {
    package let temperature: Float
    /// Of the half that the best temperature is fitted on, and of the other; nil without images.
    package let chosen: TemperatureScaling.Fit?
    package let reported: TemperatureScaling.Fit?
    /// Of all images.
    package let diagram: ReliabilityDiagram
    private let halves: CalibratedHalves

    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package init(
        _ halves: CalibratedHalves, temperature: Float, isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        (self.halves, self.temperature) = (halves, temperature)
        chosen = try halves.choosing.fit(at: 1 / temperature, isCancelled: isCancelled)
        reported = try halves.reporting.fit(at: 1 / temperature, isCancelled: isCancelled)
        diagram = [chosen, reported].compactMap { $0?.reliability }.reduce(into: ReliabilityDiagram()) { $0.add($1) }
    }

    /// The images of a bin of the diagram, ascending.
    package func images(in bin: Int) -> [Int32] {
        [(halves.chosen, chosen), (halves.reported, reported)].flatMap { images, fit in
            zip(images, fit?.confidences ?? []).filter { ReliabilityDiagram.bin(of: $1) == bin }.map(\.0)
        }.sorted()
    }
}

extension Calibration.Answer {
    /// - Parameter tell: called with the answer so far, the last time with all of it.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package static func find(
        _ question: Calibration.Question, isCancelled: @Sendable () -> Bool = { false }, tell: (Self) -> Void
    ) throws {
        let evaluation = question.evaluation
        guard let classifier = evaluation.classifier, let outcomes = evaluation.outcomes else { return }
        let weights = classifier.weights
        let images = EvaluatedImages(question.images, labels: evaluation.request.rowLabels)
        let halves = CalibratedHalves(images, weights, revision: evaluation.revision)
        let temperature = 1 / evaluation.logitScale
        let model = try EvaluatedTemperature(halves, temperature: temperature, isCancelled: isCancelled)
        var answer = Self(question: question, halves: halves, model: model)
        tell(answer)
        answer.selective[.probability] = SelectiveAccuracy(Predictions(outcomes))
        let byCosine = try images.byCosine(weights, isCancelled: isCancelled)
        answer.selective[.cosine] = byCosine
        answer.selective[.sigmoid] = classifier.sigmoid.map(byCosine.rescaled)
        tell(answer)
        if !halves.chosen.isEmpty {
            let best = try halves.choosing.best(from: evaluation.logitScale, isCancelled: isCancelled)
            answer.fitted = try EvaluatedTemperature(halves, temperature: best.temperature, isCancelled: isCancelled)
            answer.isFitAtLimit = !best.isLeast
        }
        answer.isComplete = true
        tell(answer)
    }
}
