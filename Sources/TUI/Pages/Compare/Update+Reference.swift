import Foundation
import Model

/// A of the compare page: choosing it, and what it says.
extension State {
    /// The evaluation of A, if it speaks of the label column on the screen.
    var referenceEvaluation: Evaluation? {
        comparison.evaluation.flatMap { $0.request.labelColumn?.name == labelColumn?.name ? $0 : nil }
    }

    /// A's answers, one for each image.
    var referenceOutcomes: Outcomes? {
        referenceEvaluation.flatMap { $0.hasAllTemplates ? $0.outcomes : nil }
    }

    /// The images listed were asked for by the compare page.
    var showsBothSets: Bool {
        origin?.page == .compare && referenceEvaluation?.hasAllTemplates == true
    }

    /// The probabilities of an image under A, one a class; nil for a class that a saved run says nothing of.
    func referenceProbabilities(of image: Int) -> [Float?]? {
        guard let evaluation = referenceEvaluation else { return nil }
        switch comparison.reference.evaluate {
        case .modelAtWork: return embeddings?[image].flatMap { evaluation.probabilities(of: $0[...]) }
        case .model: return comparison.evaluating.images?[image].flatMap { evaluation.probabilities(of: $0[...]) }
        case .run(let run):
            return comparison.evaluating.matched?.probabilities(
                of: image, in: run.document, classes: evaluation.request.choice?.classes.count ?? 0)
        }
    }

    /// The evaluation of A that the images page's filter calls for.
    mutating func newReference() -> [Work] {
        guard browse.filter.needsReference else { return [] }
        let before = comparison.evaluation?.revision
        let work = evaluateReference()
        // A is what the prompts are now.
        if comparison.evaluation?.revision != before { relist(pinning: true) }
        return work
    }

    /// What A calls for beside the evaluation on the screen.
    mutating func evaluateReference() -> [Work] {
        var work: [Work] = []
        if comparison.takeLeft() { work.append(.stop(ReferenceEvaluationQuestion.self)) }
        guard let dataset, let labelColumn, let current = scores.current, canEvaluateReference,
            current.request.labelColumn?.name == labelColumn.name, current.outcomes != nil
        else { return work }
        switch comparison.evaluate(beside: current, of: dataset, labelColumn) {
        case .engine(let request): work.append(.evaluateReference(request))
        case .other(let request): work.append(.ask(ReferenceEvaluationQuestion.self, request))
        case nil: break
        }
        return work
    }

    /// A waits for B's images where they would be embedded side by side.
    var canEvaluateReference: Bool {
        guard case .model = comparison.reference.evaluate else { return true }
        return embedding?.isFinished == true
    }

    mutating func receive(_ update: SetComparison.ReferenceUpdate, generation: Int) {
        guard let reason = comparison.receive(update, generation: generation) else {
            if browse.filter.needsReference, promptEditor.edit == nil { relist(pinning: true) }
            return
        }
        leaveReference()
        message = Message(text: reason, role: .warning)
    }

    /// What is on its way is given up; A is again what it was.
    mutating func leaveReference() {
        let now = SetComparison.Reference(set: promptEditor.set, origin: "edit \(editLog.current + 1)")
        comparison.leaveReference(or: now)
    }

    // MARK: - Choosing

    /// The sets that A can be: the two that the session knows, and those at hand.
    var references: [PromptChoice] {
        var own = [PromptChoice(set: promptEditor.set, origin: "the prompts as they are now")]
        if let opened = editLog.entries.first, opened.what == "as opened" {
            own.append(PromptChoice(set: opened.set, origin: opened.what))
        }
        return own + choices
    }

    /// Of this dataset and these labels.
    var referenceRuns: [History.RecordedRun] {
        guard let dataset, let labelColumn else { return [] }
        return runs.filter { $0.run.folder == dataset.folder.path && $0.run.labelColumn == labelColumn.name }
    }

    func referenceCount(_ source: SetComparison.Source) -> Int {
        switch source {
        case .sets: references.count
        case .models: models.count
        case .runs: referenceRuns.count
        }
    }

    mutating func chooseReference(at index: Int, from source: SetComparison.Source) {
        guard index < referenceCount(source) else { return }
        switch source {
        case .sets:
            let choice = references[index]
            let origin = choice.saved.map { "\(choice.origin), version \($0.version)" } ?? choice.origin
            index == 0 ? compareWithPrompts() : compare(with: choice.set, origin)
        case .models: compare(under: models[index])
        case .runs: compare(with: referenceRuns[index])
        }
    }

    /// A is what the prompts are now; another model of A stays.
    mutating func compareWithPrompts() {
        compare(with: promptEditor.set, "edit \(editLog.current + 1)")
        message = Message(text: "A is what the prompts are now", role: .quiet)
    }

    /// The prompts become A's, and A what they were.
    mutating func swapSides() {
        let (a, b) = (comparison.reference, promptEditor.set)
        let origin = "edit \(editLog.current + 1)"
        changePrompts("swap A and B") { $0 = a.set }
        selectTemplate(0)
        comparison.take(SetComparison.Reference(set: b, origin: origin))
        message = Message(text: "A and B changed places", role: .quiet)
    }

    mutating func compare(with set: PromptSet, _ origin: String) {
        if let fault = fault(of: set) {
            message = Message(text: fault, role: .warning)
            return
        }
        popup = nil
        let set = completed(set)
        var evaluate = comparison.reference.evaluate
        if case .run = evaluate { evaluate = .modelAtWork }
        comparison.take(SetComparison.Reference(set: set, origin: origin, evaluate: evaluate))
    }

    mutating func compare(with run: SavedRun) {
        comparison.take(SetComparison.Reference(set: run.document.promptSet, origin: run.name, evaluate: .run(run)))
    }

    /// A's prompts under another model; those of a saved run give way to those under work.
    private mutating func compare(under model: ModelCatalogue.Entry) {
        if case .unusable(let reason) = model.content {
            message = Message(text: "\(model.name): \(reason)", role: .warning)
            return
        }
        let isAtWork = model.name == modelName
        let evaluate: SetComparison.Reference.Evaluate =
            isAtWork ? .modelAtWork : .model(SetComparison.OtherModel(name: model.name, location: model.location))
        popup = nil
        let a = comparison.reference
        if case .run = a.evaluate {
            comparison.take(
                SetComparison.Reference(
                    set: promptEditor.set, origin: "edit \(editLog.current + 1)", evaluate: evaluate))
        } else {
            comparison.take(SetComparison.Reference(set: a.set, origin: a.origin, evaluate: evaluate))
        }
    }

    /// Prompts and model of a run of the history, evaluated anew: it keeps figures, not answers.
    private mutating func compare(with recorded: History.RecordedRun) {
        let run = recorded.run
        do {
            let isAtWork = run.fingerprint == fingerprint
            let model = SetComparison.OtherModel(name: run.model, location: URL(filePath: run.location))
            comparison.take(
                SetComparison.Reference(
                    set: try recorded.promptSet, origin: "run \(recorded.id)",
                    evaluate: isAtWork ? .modelAtWork : .model(model)))
            popup = nil
        } catch {
            message = Message(text: "run \(recorded.id): \(Model.message(of: error))", role: .warning)
        }
    }
}
