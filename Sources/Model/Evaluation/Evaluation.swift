/// What to classify with: the engine's task. A newer generation makes it stale.
package struct EvaluationRequest: Equatable, Sendable {
    package let generation: Int
    package let prompts: PromptSet
    package let labelColumn: Dataset.LabelColumn?
    /// Which classes there are to choose among; nil without labels.
    package let choice: ClassChoice?

    package init(generation: Int, prompts: PromptSet, labelColumn: Dataset.LabelColumn?) {
        self.generation = generation
        self.prompts = prompts
        self.labelColumn = labelColumn
        choice = labelColumn.map { ClassChoice($0.classes, prompts) }
    }

    /// The row of the class weights that is each image's class; nil where there is none.
    package var rowLabels: [Int?] { labelColumn.flatMap { choice?.rows(of: $0.labels) } ?? [] }
}

/// The answer to an `EvaluationRequest`, whole or in part.
package struct Evaluation: Sendable {
    package let request: EvaluationRequest
    /// Of the classes that can be chosen, `request.choice.offered`; nil when no template is on, or no class can be chosen.
    package let weights: ClassWeights?
    package let logitScale: Float
    /// Of a model that was trained with a sigmoid.
    package let logitBias: Float?
    /// One for each image; nil where there is nothing to choose among: no labels, no class, no template.
    package let outcomes: Outcomes?
    package let metrics: Metrics?
    /// Images of a hidden class, which do not count.
    package let notCounted: Int
    /// Templates that the weights rest on, of those that are on.
    package let templatesDone: Int
    package let templates: Int

    package init(
        request: EvaluationRequest, weights: ClassWeights?, logitScale: Float, logitBias: Float? = nil,
        outcomes: Outcomes?, templatesDone: Int, templates: Int
    ) {
        self.request = request
        self.weights = weights
        (self.logitScale, self.logitBias) = (logitScale, logitBias)
        self.outcomes = outcomes
        self.templatesDone = templatesDone
        self.templates = templates
        // With one class to choose every image is right.
        metrics = request.choice.flatMap { choice in
            choice.offered.count == 1 ? nil : outcomes.flatMap { Metrics($0, classes: choice.classes.count) }
        }
        notCounted = request.labelColumn.flatMap { request.choice?.hiddenImages($0.labels) } ?? 0
    }

    /// Images that the outcomes rest on.
    package var images: Int { outcomes?.known ?? 0 }

    /// Every template took part; images may still be missing.
    package var hasAllTemplates: Bool { templatesDone == templates }

    /// The probabilities of one image, [classes]; nil for a class that is hidden.
    package func probabilities(of embedding: ArraySlice<Float>) -> [Float?]? {
        byClass(embedding) { $0.probabilities($1) }
    }

    /// How likely each class fits by itself, where the model was trained so: `ZeroShotClassifier.sigmoids`.
    package func sigmoids(of embedding: ArraySlice<Float>) -> [Float?]? {
        byClass(embedding) { $0.sigmoids($1) }
    }

    private func byClass(
        _ embedding: ArraySlice<Float>, _ scores: (ZeroShotClassifier, Matrix) -> Matrix?
    ) -> [Float?]? {
        guard let classifier, let choice = request.choice, classifier.weights.matrix.columns == embedding.count,
            let own = scores(classifier, Matrix(rows: 1, columns: embedding.count, values: Array(embedding)))
        else { return nil }
        var all = [Float?](repeating: nil, count: choice.classes.count)
        for (label, score) in zip(choice.offered, own.values) { all[label] = score }
        return all
    }

    /// Nil where there is nothing to choose among.
    package var classifier: ZeroShotClassifier? {
        weights.map { ZeroShotClassifier(weights: $0, logitScale: logitScale, logitBias: logitBias) }
    }
}
