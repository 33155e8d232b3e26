import Model

/// What to classify with: the engine's task. A newer generation makes it stale.
package struct EvaluationRequest: Equatable, Sendable {
    package let generation: Int
    package let prompts: PromptSet
    package let labelling: Dataset.Labelling?

    package init(generation: Int, prompts: PromptSet, labelling: Dataset.Labelling?) {
        self.generation = generation
        self.prompts = prompts
        self.labelling = labelling
    }
}

/// The answer to an `EvaluationRequest`, whole or in part.
package struct Evaluation: Sendable {
    package let request: EvaluationRequest
    /// Nil when no template is on.
    package let weights: ClassWeights?
    package let logitScale: Float
    /// One for each image, nil where its embedding is not known yet; empty where there is nothing to choose among.
    package let outcomes: Outcomes
    package let metrics: Metrics?
    /// Templates that the weights rest on, of those that are on.
    package let templatesDone: Int
    package let templates: Int

    package init(
        request: EvaluationRequest, weights: ClassWeights?, logitScale: Float, outcomes: Outcomes,
        templatesDone: Int, templates: Int
    ) {
        self.request = request
        self.weights = weights
        self.logitScale = logitScale
        self.outcomes = outcomes
        self.templatesDone = templatesDone
        self.templates = templates
        metrics = request.labelling.flatMap { Metrics(outcomes, classes: $0.classes.count) }
    }

    /// Images that the outcomes rest on.
    package var images: Int { outcomes.known }

    /// Every template took part; images may still be missing.
    package var hasAllTemplates: Bool { templatesDone == templates }

    /// The probabilities of one image, [classes].
    package func probabilities(of embedding: ArraySlice<Float>) -> [Float]? {
        guard let weights, weights.matrix.columns == embedding.count else { return nil }
        var logits = [Float](repeating: 0, count: weights.matrix.rows)
        for row in logits.indices {
            logits[row] = logitScale * dot(weights.matrix[row], embedding)
        }
        return softmax(logits)
    }
}

private func dot(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            var sum: Float = 0
            for index in 0..<min(a.count, b.count) { sum += a[index] * b[index] }
            return sum
        }
    }
}
