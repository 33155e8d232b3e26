import Model

/// A set of prompts and the labelled images that it is evaluated on.
package struct EvaluatedPrompts: Equatable, Sendable {
    /// None of them blank.
    package let entries: [PromptSet.Entry]
    /// Of each class, hidden ones too.
    package let names: [[String]]
    package let choice: ClassChoice
    package let labelColumn: Dataset.LabelColumn
    package let images: EmbeddingTable
    package let model: String

    /// Of one session.
    package static func == (a: EvaluatedPrompts, b: EvaluatedPrompts) -> Bool {
        a.entries == b.entries && a.isComparable(with: b) && a.names == b.names && a.images.known == b.images.known
    }

    /// Figures of one say something of the other.
    func isComparable(with other: EvaluatedPrompts) -> Bool {
        model == other.model && labelColumn.name == other.labelColumn.name && choice == other.choice
    }
}

/// What each template does for the ensemble, as far as it is known. Figures of a set that was edited since stay, as
/// unfinished ones, until theirs come.
package struct Contributions: Sendable {
    package enum Update: Sendable {
        /// Templates encoded.
        case encoded(Int, of: Int)
        case found(TemplateContributions.Contribution)
        case finished
    }

    typealias Figures = TemplateContributions.Contribution

    package private(set) var inquiry = Inquiry<EvaluatedPrompts, Bool>()
    /// Of the templates that are encoded first, done and all.
    package private(set) var encoded: (done: Int, of: Int)?
    private var figures: [PromptSet.Entry: Figures] = [:]
    private var fresh: Set<PromptSet.Entry> = []

    /// Templates whose figures are there, of those asked for; nil where nothing is on its way.
    package var progress: (done: Int, of: Int)? {
        guard inquiry.isWaiting, let count = inquiry.question?.entries.count else { return nil }
        return fresh.isEmpty ? encoded : (min(fresh.count, count), count)
    }

    /// - Returns: nil where the figures are there, or on their way.
    mutating func ask(_ question: EvaluatedPrompts) -> Request<EvaluatedPrompts>? {
        let last = inquiry.question
        guard let request = inquiry.ask(question) else { return nil }
        if let last, !last.isComparable(with: question) { figures = [:] }
        (fresh, encoded) = ([], nil)
        return request
    }

    /// What is on its way is not wanted any more.
    /// - Returns: false where nothing is.
    mutating func interrupt() -> Bool {
        guard inquiry.isWaiting else { return false }
        inquiry.forget()
        fresh = []
        return true
    }

    mutating func receive(_ update: Update, generation: Int) {
        guard inquiry.isWaiting(for: generation), let question = inquiry.question else { return }
        switch update {
        case .encoded(let done, let total): encoded = (done, total)
        case .found(let found):
            let entry = question.entries[found.template]
            figures[entry] = found
            fresh.insert(entry)
        case .finished:
            _ = inquiry.receive(true, generation: generation)
            figures = figures.filter { fresh.contains($0.key) }
        }
    }

    /// The newest known; those of the other switch where nothing else is.
    func figures(of entry: PromptSet.Entry) -> Figures? {
        figures[entry] ?? figures[PromptSet.Entry(entry.template, isOn: !entry.isOn)]
    }

    /// The largest that a template helps or harms, in nats.
    var most: Double { figures.values.compactMap { $0.helps.map(abs) }.max() ?? 0 }

    /// They are of the set as it stands.
    func areFresh(_ entry: PromptSet.Entry) -> Bool { fresh.contains(entry) }
}

extension TemplateContributions.Contribution {
    /// Accuracy of the ensemble with the template less that without it.
    var gain: Double? { switched.map { isOn ? -$0.change : $0.change } }
}
