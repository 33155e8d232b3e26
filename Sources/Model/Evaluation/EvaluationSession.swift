/// Classifies the images of one dataset by one model under one prompt set after the other, and keeps what the
/// next one can use. Knows no terminal: the explorer's engine drives it, and so does
/// the benchmark.
package struct EvaluationSession {
    private let templates: TemplateEmbeddings
    /// How long it took to classify the images the last time.
    package private(set) var scoring = Duration.zero

    /// A partial result is worth showing this often.
    private static let partEvery = Duration.milliseconds(80)

    package init(templates: TemplateEmbeddings) {
        self.templates = templates
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
        guard let labelColumn = request.labelColumn, let choice = request.choice, !choice.offered.isEmpty,
            !wanted.isEmpty
        else {
            return deliver(nothing(request, templates: wanted.count))
        }
        // Hidden classes too: whoever shows them again does not wait.
        let names = choice.classes.map(request.prompts.names(of:))
        var ensemble = Ensemble(wanted, classes: names.count, dimension: templates.dimension)
        ensemble.add { templates.sum($0, names) }
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
                try deliver(evaluation(request, labelColumn, choice, ensemble, images(), isCancelled))
                (delivered, pace) = (.now, Self.partEvery)
            }
        }
        try deliver(evaluation(request, labelColumn, choice, ensemble, images(), isCancelled))
    }

    private mutating func evaluation(
        _ request: EvaluationRequest, _ labelColumn: Dataset.LabelColumn, _ choice: ClassChoice, _ ensemble: Ensemble,
        _ embeddings: EmbeddingTable?, _ isCancelled: @Sendable () -> Bool
    ) throws -> Evaluation {
        let weights = ensemble.weights(of: choice)
        let start = ContinuousClock.now
        let classifier = ZeroShotClassifier(weights: weights, logitScale: templates.logitScale)
        let outcomes = try embeddings.map {
            try classifier.outcomes(of: $0, labels: labelColumn.labels, among: choice, isCancelled: isCancelled)
        }
        let evaluation = Evaluation(
            request: request, weights: weights, logitScale: templates.logitScale, logitBias: templates.logitBias,
            outcomes: outcomes ?? Outcomes(labels: labelColumn.labels), templatesDone: ensemble.done,
            templates: ensemble.count)
        scoring = .now - start
        return evaluation
    }

    private func nothing(_ request: EvaluationRequest, templates: Int) -> Evaluation {
        Evaluation(
            request: request, weights: nil, logitScale: self.templates.logitScale,
            logitBias: self.templates.logitBias, outcomes: nil, templatesDone: templates, templates: templates)
    }
}
