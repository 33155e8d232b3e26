import Foundation
import Model

/// Classifies the images of one dataset by one model under one prompt set after the other, and keeps what the
/// next one can use. Knows no terminal: the explorer's engine drives it, and so does
/// the benchmark.
package struct EvaluationSession {
    private let dimension: Int
    private let logitScale: Float
    private let templates: TemplateEmbeddings
    /// How long it took to classify the images the last time.
    private(set) var scoring = Duration.zero

    /// A partial result is worth showing this often.
    private static let partEvery = Duration.milliseconds(80)

    package init(model: CLIP) {
        self.init(model: model, templates: TemplateEmbeddings(model: model))
    }

    init(model: CLIP, templates: TemplateEmbeddings) {
        (dimension, logitScale, self.templates) = (model.dimension, model.logitScale, templates)
    }

    init(dimension: Int, logitScale: Float, encode: @escaping TemplateEmbeddings.Encode) {
        self.dimension = dimension
        self.logitScale = logitScale
        templates = TemplateEmbeddings(dimension: dimension, encode: encode)
    }

    /// Delivers the answer; when many templates are new, before it partial ones, from those done so far.
    /// - Parameter images: of the one dataset, asked for whenever they are to be classified: more of them may be known
    ///   by then.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package mutating func evaluate(
        _ request: EvaluationRequest, images: () -> EmbeddingTable?, isCancelled: @Sendable () -> Bool = { false },
        deliver: (Evaluation) -> Void
    ) throws {
        let wanted = request.prompts.effective.entries.map(\.template)
        guard let labelling = request.labelling, let choice = request.choice, !choice.offered.isEmpty, !wanted.isEmpty
        else {
            return deliver(nothing(request, templates: wanted.count))
        }
        // Hidden classes too: whoever shows them again does not wait.
        let names = choice.classes.map(request.prompts.names(of:))
        var ensemble = Ensemble(wanted, classes: names.count, dimension: dimension)
        for template in ensemble.missing {
            if let sum = templates.sum(template, names) { ensemble.add(sum, of: template) }
        }
        var missing = ensemble.missing[...]
        var part = 1
        // The first part comes sooner, and however small.
        var pace = Self.partEvery / 2
        var delivered = ContinuousClock.now
        while !missing.isEmpty {
            let start = ContinuousClock.now
            let next = Array(missing.prefix(part))
            let sums = try templates.embed(next, names, isCancelled: isCancelled)
            for (template, sum) in zip(next, sums) { ensemble.add(sum, of: template) }
            missing = missing.dropFirst(next.count)
            let now = ContinuousClock.now
            part = max(1, Int(Double(next.count) * (pace / max(now - start, .microseconds(100)))))
            // Most of the time is the templates'.
            if !missing.isEmpty, now - delivered >= max(pace / 2, scoring * 2) {
                try deliver(evaluation(request, labelling, choice, ensemble, images(), isCancelled))
                (delivered, pace) = (.now, Self.partEvery)
            }
        }
        try deliver(evaluation(request, labelling, choice, ensemble, images(), isCancelled))
    }

    private mutating func evaluation(
        _ request: EvaluationRequest, _ labelling: Dataset.Labelling, _ choice: ClassChoice, _ ensemble: Ensemble,
        _ embeddings: EmbeddingTable?, _ isCancelled: @Sendable () -> Bool
    ) throws -> Evaluation {
        let weights = ensemble.weights(of: choice)
        let start = ContinuousClock.now
        let classifier = ZeroShotClassifier(weights: weights, logitScale: logitScale)
        let outcomes = try embeddings.map {
            try classifier.outcomes(of: $0, labels: labelling.labels, among: choice, isCancelled: isCancelled)
        }
        let evaluation = Evaluation(
            request: request, weights: weights, logitScale: logitScale,
            outcomes: outcomes ?? Outcomes(labels: labelling.labels), templatesDone: ensemble.done,
            templates: ensemble.count)
        scoring = .now - start
        return evaluation
    }

    private func nothing(_ request: EvaluationRequest, templates: Int) -> Evaluation {
        Evaluation(
            request: request, weights: nil, logitScale: logitScale, outcomes: nil, templatesDone: templates,
            templates: templates)
    }
}

extension Matrix {
    /// The rows of the classes that can be chosen.
    func offered(by choice: ClassChoice) -> Matrix {
        choice.hidesNothing ? self : selecting(choice.offered)
    }
}

/// An ensemble's class weights on their way: the sum over the templates done so far.
private struct Ensemble {
    private var total: Matrix  // [classes, dimension]
    /// How often each template stands in it.
    private let counts: [PromptTemplate: Int]
    private(set) var missing: [PromptTemplate]
    private(set) var done = 0
    let count: Int

    init(_ templates: [PromptTemplate], classes: Int, dimension: Int) {
        total = Matrix(rows: classes, columns: dimension)
        counts = Dictionary(templates.map { ($0, 1) }, uniquingKeysWith: +)
        count = templates.count
        var seen = Set<PromptTemplate>()
        missing = templates.filter { seen.insert($0).inserted }
    }

    mutating func add(_ sum: Matrix, of template: PromptTemplate) {
        let times = counts[template] ?? 0
        for _ in 0..<times { total.add(sum) }
        done += times
        missing.removeAll { $0 == template }
    }

    func weights(of choice: ClassChoice) -> ClassWeights {
        var weights = total.offered(by: choice)
        for row in 0..<weights.rows { weights.normaliseRow(row) }
        return ClassWeights(matrix: weights)
    }
}
