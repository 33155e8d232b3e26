import Model

/// How A of the compare page comes to its evaluation: by the engine, where the model at work evaluates it; else by a
/// background question of its own, which tells how far it is.
struct ReferenceJudging: Sendable {
    /// What an evaluation of A rests on.
    private struct Basis: Equatable {
        let prompts: PromptSet
        let evaluate: SetComparison.Reference.Evaluate
        let labelColumn: String
        /// Known of B; 0 where A has its own.
        let images: Int
    }

    private(set) var evaluation: Evaluation?
    /// Of another model.
    private(set) var images: EmbeddingTable?
    private(set) var matched: RunDocument.Matched?
    /// Nil where nothing is waited for.
    private(set) var progress: SetComparison.ReferenceProgress?
    /// What A was before this one was asked for, and is again where that is given up.
    var previous: SetComparison.Reference?
    /// The thread is to leave what it does, and the model that it holds.
    var isLeft = false
    private var asked: Basis?
    private var generation = 0

    var isWaiting: Bool { progress != nil }

    /// Who is to evaluate A.
    enum Step: Sendable {
        /// The model at work.
        case engine(EvaluationRequest)
        /// Another model, or a saved run.
        case other(Request<SetComparison.ReferenceQuestion>)
    }

    /// - Returns: what makes the evaluation of A beside B's; nil where it is known, or on its way.
    mutating func next(
        _ reference: SetComparison.Reference, beside current: Evaluation, of dataset: Dataset,
        _ labelColumn: Dataset.LabelColumn
    ) -> Step? {
        let prompts = reference.set.effective
        let isAtWork = reference.evaluate == .modelAtWork
        let basis = Basis(
            prompts: prompts, evaluate: reference.evaluate, labelColumn: labelColumn.name,
            images: isAtWork ? current.images : 0)
        guard basis != asked, !prompts.entries.isEmpty || reference.isSavedRun else { return nil }
        asked = basis
        generation += 1
        if isAtWork, current.hasAllTemplates, current.request.prompts.reads(like: prompts) {
            evaluation = current
            return nil
        }
        let request = EvaluationRequest(generation: generation, prompts: prompts, labelColumn: labelColumn)
        guard !isAtWork else { return .engine(request) }
        progress = .waiting(for: "")
        let question = SetComparison.ReferenceQuestion(request: request, evaluate: reference.evaluate, dataset: dataset)
        return .other(Request(generation: generation, question: question))
    }

    mutating func receive(_ evaluation: Evaluation) {
        if asked != nil, evaluation.request.generation == generation { self.evaluation = evaluation }
    }

    /// - Returns: why A cannot be had, if it cannot.
    mutating func receive(_ update: SetComparison.ReferenceUpdate, generation: Int) -> String? {
        guard asked != nil, generation == self.generation else { return nil }
        switch update {
        case .waiting(let what): progress = .waiting(for: what)
        case .embedding(let done): progress = .embedding(done)
        case .evaluated(let evaluation, let images):
            (self.evaluation, self.images) = (evaluation, images)
            progress = evaluation.hasAllTemplates ? nil : progress
        case .matched(let evaluation, let matched):
            (self.evaluation, self.matched, progress) = (evaluation, matched, nil)
        case .failed(let reason):
            progress = nil
            return reason
        }
        if progress == nil { previous = nil }
        return nil
    }

    mutating func forget() {
        (evaluation, images, matched, progress, asked) = (nil, nil, nil, nil, nil)
    }
}
