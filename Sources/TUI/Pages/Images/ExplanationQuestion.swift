import Foundation
import Model

extension State {
    /// What the popup asks of the selected image.
    mutating func newExplanation() -> [Work] {
        guard popup is ExplanationPopup, isModelReady, let dataset, let embeddings, let image = browse.selected,
            embeddings[image] != nil
        else { return [] }
        let set = promptEditor.set.effective
        let choice = ClassChoice(labelColumn?.classes ?? [], set)
        guard !set.entries.isEmpty, !choice.offered.isEmpty else { return [] }
        let truth = trueLabel(of: image).map { choice.classes[$0] }
        let question = Explanation.Question(
            image: image, source: dataset.images[image].source, prompts: set, classes: choice.names,
            truth: truth.flatMap { choice.names.contains($0) ? $0 : nil }, images: embeddings,
            model: modelKey)
        return explanation.ask(question).map { [.ask(ExplanationQuestion.self, $0)] } ?? []
    }

    mutating func closeExplanation() -> [Work] {
        popup = nil
        guard explanation.inquiry.isWaiting else { return [] }
        explanation.forget()
        return [.stop(ExplanationQuestion.self)]
    }
}

/// Why an image is classified as it is.
enum ExplanationQuestion: BackgroundQuestion {
    static let name = "explanation"

    private static let neighbours = 8

    static func answer(
        _ question: Explanation.Question, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (Explanation.Update) -> Void
    ) throws {
        guard let bench, bench.isOf(model: question.model),
            let embedding = question.images[question.image]
        else { return }
        do {
            try explain(
                question, Matrix(rows: 1, columns: embedding.count, values: Array(embedding)), bench, isStale, post)
        } catch let error where !(error is CancellationError) {
            post(.failed(message(of: error)))
        }
    }

    private static func explain(
        _ question: Explanation.Question, _ image: Matrix, _ bench: Workbench,
        _ isStale: @escaping @Sendable () -> Bool, _ post: @escaping @Sendable (Explanation.Update) -> Void
    ) throws {
        let (set, names, templates) = (question.prompts, question.classes, bench.templates)
        let classifier = try templates.classifier(set, labels: names)
        let probabilities = classifier.probabilities(image).values
        let order = probabilities.indices.sorted { (probabilities[$0], $1) > (probabilities[$1], $0) }
        let truth = question.truth.flatMap(names.firstIndex)
        let other = truth.flatMap { $0 == order[0] ? nil : $0 } ?? order.dropFirst().first
        let labels = [order[0]] + (other.map { [$0] } ?? [])
        post(.classes(labels.map { Explanation.Explained(label: $0, probability: probabilities[$0]) }))
        let nearest = try Search(
            question.images, query: image[0], top: neighbours, leavingOut: question.image, isCancelled: isStale)
        post(.neighbours(nearest.hits))
        post(.votes(try TemplateVote.all(of: set, classes: names, image: image, templates, isCancelled: isStale)))
        let isShort = set.active.count <= WordEffect.mostTemplates
        post(
            .words(
                try isShort
                    ? labels.map {
                        try WordEffect.all(
                            of: set, classes: names, image: image, label: $0, templates, isCancelled: isStale)
                    } : nil))
        let pixels = bench.model.pixels(of: [try question.source.picture()])
        let maps = try OcclusionMap.maps(
            of: pixels, for: labels, classifier, bench.model,
            // A core is left to what is typed meanwhile.
            threads: max(1, ProcessInfo.processInfo.activeProcessorCount - 1),
            progress: { post(.hidden($0, of: $1)) }, isCancelled: isStale)
        post(.maps(maps, bench.model.preprocessing))
    }

    static func receive(_ answer: Explanation.Update, generation: Int, _ state: inout State) {
        state.explanation.receive(answer, generation: generation)
    }
}
