import Model

/// A search for better templates: chosen on one half of the images, reported on the other.
package struct TemplateSelectionRun: Sendable {
    package struct Question: Equatable, Sendable {
        package let prompts: EvaluatedPrompts
        package let method: TemplateSelection.Method
        package let dataset: Dataset
        /// Images that the set was chosen on before.
        package let chosenOn: ChosenOn?

        /// Switches do not matter: every template takes part.
        package static func == (a: Question, b: Question) -> Bool {
            a.method == b.method && a.prompts.isComparable(with: b.prompts) && a.prompts.names == b.prompts.names
                && a.prompts.entries.map(\.template) == b.prompts.entries.map(\.template)
                && a.prompts.images.known == b.prompts.images.known && a.chosenOn == b.chosenOn
        }
    }

    package enum Update: Sendable {
        case encoded(Int, of: Int)
        /// The images that are chosen on, all that the set was ever chosen on.
        case halves(ChosenOn)
        /// Ensembles.
        case tried(Int, of: Int)
        case step(TemplateSelection.Step)
        case finished(TemplateSelection)
    }

    /// Which images make up the halves; that of `clipscope select`.
    static let seed: UInt64 = 1

    package private(set) var inquiry = Inquiry<Question, TemplateSelection>()
    package private(set) var steps: [TemplateSelection.Step] = []
    package private(set) var chosenOn: ChosenOn?
    /// What is counted: "encoding templates", "trying ensembles".
    package private(set) var progress: (what: String, done: Int, of: Int)?

    package var method: TemplateSelection.Method? { inquiry.question?.method }
    package var selection: TemplateSelection? { inquiry.isWaiting ? nil : inquiry.answer }

    /// - Returns: nil where this is known, or on its way.
    mutating func ask(_ question: Question) -> Request<Question>? {
        guard let request = inquiry.ask(question) else { return nil }
        (steps, chosenOn, progress) = ([], nil, nil)
        return request
    }

    mutating func forget() {
        inquiry.forget()
        (steps, chosenOn, progress) = ([], nil, nil)
    }

    /// - Returns: whether it is finished now.
    mutating func receive(_ update: Update, generation: Int) -> Bool {
        guard inquiry.isWaiting(for: generation) else { return false }
        switch update {
        case .encoded(let done, let total): progress = ("encoding templates", done, total)
        case .halves(let images): chosenOn = images
        case .tried(let done, let total): progress = ("trying ensembles", done, total)
        case .step(let step): steps.append(step)
        case .finished(let selection):
            steps = selection.steps
            progress = nil
            return inquiry.receive(selection, generation: generation)
        }
        return false
    }
}

extension TemplateSelectionRun.Question {
    /// The places in `images` to choose and to report on.
    package func halves(of images: EvaluatedImages) -> StratifiedHalves {
        let halves = StratifiedHalves(images.labels, seed: TemplateSelectionRun.seed)
        return chosenOn.map { chosenOn in halves.leavingOut { chosenOn.contains(path(of: $0, in: images)) } } ?? halves
    }

    /// What a set that is chosen so was chosen on.
    package func chosenOn(_ halves: StratifiedHalves, of images: EvaluatedImages) -> ChosenOn {
        ChosenOn(dataset: dataset.name, images: halves.choosing.lazy.map { path(of: $0, in: images) }).union(chosenOn)
    }

    private func path(of place: Int, in images: EvaluatedImages) -> String {
        dataset.images[Int(images.images[place])].path
    }
}
