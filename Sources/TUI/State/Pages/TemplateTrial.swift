import Model

/// A search for better templates: chosen on one half of the images, reported on the other.
package struct TemplateTrial: Sendable {
    package struct Question: Equatable, Sendable {
        package let prompts: JudgedPrompts
        package let method: TemplateSelection.Method

        /// Switches do not matter: every template takes part.
        package static func == (a: Question, b: Question) -> Bool {
            a.method == b.method && a.prompts.isComparable(with: b.prompts) && a.prompts.names == b.prompts.names
                && a.prompts.entries.map(\.template) == b.prompts.entries.map(\.template)
                && a.prompts.images.known == b.prompts.images.known
        }
    }

    package enum News: Sendable {
        case encoded(Int, of: Int)
        case halves(choosing: Int, reporting: Int)
        /// Ensembles.
        case tried(Int, of: Int)
        case step(TemplateSelection.Step)
        case finished(TemplateSelection)
    }

    /// Which images make up the halves; that of `clipscope select`.
    static let seed: UInt64 = 1

    package var inquiry = Inquiry<Question, TemplateSelection>()
    package private(set) var steps: [TemplateSelection.Step] = []
    package private(set) var halves: (choosing: Int, reporting: Int)?
    /// What is counted: "encoding templates", "trying ensembles".
    package private(set) var progress: (what: String, done: Int, of: Int)?

    package var method: TemplateSelection.Method? { inquiry.question?.method }
    package var selection: TemplateSelection? { inquiry.isWaiting ? nil : inquiry.answer }

    /// - Returns: nil where this is known, or on its way.
    mutating func ask(_ question: Question) -> Request<Question>? {
        guard let request = inquiry.ask(question) else { return nil }
        (steps, halves, progress) = ([], nil, nil)
        return request
    }

    mutating func forget() {
        inquiry.forget()
        (steps, halves, progress) = ([], nil, nil)
    }

    /// - Returns: whether it is finished now.
    mutating func receive(_ news: News, generation: Int) -> Bool {
        guard inquiry.isWaiting(for: generation) else { return false }
        switch news {
        case .encoded(let done, let total): progress = ("encoding templates", done, total)
        case .halves(let choosing, let reporting): halves = (choosing, reporting)
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
