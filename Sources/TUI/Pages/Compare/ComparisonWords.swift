import Foundation
import Model

/// The sentences of the compare page: who is compared, whether they differ, and what has to be known of A.
enum ComparisonWords {
    static func heading(_ state: State) -> [Span] {
        let isFocused = state.focus == .page && state.promptEditor.edit == nil
        guard state.dataset != nil else { return [Span("Compare", isFocused ? .accent : .strong)] }
        let (a, b) = (state.comparison.reference, state.promptEditor.set)
        let dot = Span(" · ", .faint)
        func size(_ set: PromptSet) -> Span {
            Span(Numbers.counted(set.effective.entries.count, "template"), .quiet)
        }
        // Beside each other where they differ.
        func names(_ set: PromptSet) -> [Span] {
            guard a.set.classNames != b.classNames else { return [] }
            return [dot, Span("names ", .faint), Span(state.namesOrigin(of: set).words, .quiet)]
        }
        func model(_ name: String?) -> [Span] { name.map { [dot, Span($0, .text)] } ?? [] }
        return [
            Span("A ", isFocused ? .accent : .strong), Span(a.set.name, .text), dot, Span(a.origin, .quiet), dot,
            size(a.set),
        ] + names(a.set) + model(a.modelName) + [
            Span("  →  ", .faint), Span("B ", isFocused ? .accent : .strong), Span(b.name, .text), Header.dot(state),
            Span("as it is now", .quiet), dot, size(b),
        ] + names(b) + model(a.modelName == nil ? nil : state.modelName)
    }

    /// The first words tell the outcome; what it rests on follows.
    static func verdict(_ comparison: Comparison) -> [Span] {
        let test = comparison.mcNemar
        let p = test.midP < 0.0001 ? "< 0.0001" : String(format: test.midP < 0.01 ? "= %.4f" : "= %.3f", test.midP)
        let counts = " · only B right \(test.onlyB), only A right \(test.onlyA)"
        let grounds = Span("\(counts) · McNemar mid-p \(p)", .quiet)
        return switch comparison.verdict {
        case .same:
            [
                Span("A and B are right on the same images", .strong),
                Span(" · edit the prompts below, or choose another A", .quiet),
            ]
        case .noDifference: [Span("No significant difference", .strong), Span(" in accuracy", .text), grounds]
        case .better: [Span("B is significantly better", .up), Span(" than A", .text), grounds]
        case .worse: [Span("B is significantly worse", .down), Span(" than A", .text), grounds]
        case .untested: [Span("Not tested", .strong), Span(counts, .quiet)]
        }
    }

    /// What has to be known of the images and the prompts: how a saved run and the dataset go together, what a side was
    /// chosen on, and how many were tried; nil where all of it goes without saying.
    static func note(_ state: State) -> String? {
        guard let comparison = state.comparison.inquiry.answer?.comparison else { return nil }
        let notes = [chosen(comparison, state) ?? tries(comparison, state), matched(comparison, state)]
        return notes.contains { $0 != nil } ? notes.compactMap { $0 }.joined(separator: " · ") : nil
    }

    /// Which images a side was chosen on, and what became of them.
    private static func chosen(_ comparison: Comparison, _ state: State) -> String? {
        let (a, b) = (state.comparison.reference.set.chosenOn, state.promptEditor.set.chosenOn)
        guard let union = ChosenOn.of(a, b) else { return nil }
        let sides = a != nil && b != nil ? "A and B were" : a != nil ? "A was" : "B was"
        guard let chosen = comparison.chosen else {
            return "\(sides) chosen on images of \(union.datasets.joined(separator: ", ")), none of them here"
        }
        return chosen.isLeftOut
            ? "\(sides) chosen on \(Numbers.counted(chosen.images, "image")): all here is of the \(comparison.images) others"
            : "\(sides) chosen on all these images: no others are left to test on"
    }

    /// Of prompts that were edited with their accuracy in sight.
    private static func tries(_ comparison: Comparison, _ state: State) -> String? {
        let count = state.editLog.entries.count
        guard count > 1, comparison.verdict == .better || comparison.verdict == .worse else { return nil }
        return "\(count) sets were tried on these images: of twenty, one gets p below 0.05 by chance"
    }

    /// How a saved run and the dataset go together; nil where A was evaluated here.
    private static func matched(_ comparison: Comparison, _ state: State) -> String? {
        guard case .run(let run) = state.comparison.reference.evaluate,
            let matched = state.comparison.evaluating.matched
        else { return nil }
        let images = matched.outcomes.count
        let leftOut = comparison.chosen.map { $0.isLeftOut ? $0.images : 0 } ?? 0
        let others = images - matched.missing - comparison.images - leftOut
        return [
            "\(comparison.images) of \(Numbers.counted(images, "image")) compared",
            matched.missing > 0 ? "\(matched.missing) not in \(run.name)" : nil,
            matched.foreign > 0 ? "\(matched.foreign) only there" : nil,
            others > 0 ? "\(others) labelled otherwise" : nil, "of each it keeps the five likeliest classes",
        ].compactMap { $0 }.joined(separator: " · ")
    }

    /// Why there is nothing to see, how far it is, and what helps: lines.
    static func missing(_ state: State) -> [[Span]] {
        guard state.dataset != nil else { return [] }
        guard state.labelColumn != nil else { return [[Span("no labels, so nothing to compare", .quiet)]] }
        if state.promptEditor.set.effective.entries.isEmpty { return [[Span("no template is on", .warning)]] }
        let reference = state.comparison.reference
        if reference.set.effective.entries.isEmpty, !reference.isSavedRun {
            return [
                [Span("A has no template that is on", .warning)],
                [Span("c", .key), Span(" chooses another A", .quiet)],
            ]
        }
        if let a = state.referenceEvaluation, !a.hasAllTemplates {
            return [[Span("A: \(a.templatesDone) of \(a.templates) templates…", .unfinished)]]
        }
        guard let progress = state.comparison.evaluating.progress else {
            if case .model = reference.evaluate, !state.canEvaluateReference {
                return [[Span("A waits until B's images are embedded…", .unfinished)]]
            }
            return [[Span("…", .faint)]]
        }
        return [words(progress, reference), [Span("Esc", .key), Span(" leaves A as it was", .quiet)]]
    }

    private static func words(
        _ progress: SetComparison.ReferenceProgress, _ reference: SetComparison.Reference
    ) -> [Span] {
        switch progress {
        case .waiting(let what): [Span("A: \(what.isEmpty ? reference.origin : what)…", .unfinished)]
        case .embedding(let progress): [Span("A: ", .quiet)] + Header.embedding(progress, columns: 100)
        }
    }
}
