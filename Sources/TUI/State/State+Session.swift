import Model

/// How a dataset is left, and found again.
extension State {
    /// What the next start goes on with; nil before the dataset is open. Model and theme are not in it.
    var session: History.Session? {
        guard let dataset else { return nil }
        let own = PromptChoice.own(of: dataset, files: [])[0].set
        return History.Session(
            dataset: dataset.folder, labelColumn: labelling?.name,
            prompts: prompting.set == own ? nil : prompting.set,
            filter: browse.filter.described(classes: labelling?.classes ?? []), order: browse.order.rawValue,
            selected: browse.selected.map { dataset.images[$0].path })
    }

    /// Sets labels, filter, order and image as they were left, as far as they are still there.
    mutating func restore(_ session: History.Session) {
        guard let dataset else { return }
        if let index = dataset.labellings.firstIndex(where: { $0.name == session.labelColumn }) {
            labellingIndex = index
        }
        browse.filter = Browse.Filter(session.filter, classes: labelling?.classes ?? [])
        if let order = session.order.flatMap(Browse.Order.init(rawValue:)), orders.contains(order) {
            browse.order = order
        }
        browse.begin(at: session.selected.flatMap { path in dataset.images.firstIndex { $0.path == path } })
    }

    /// The evaluation on the screen, once it rests on all templates and all images and nothing is being typed.
    var finishedEvaluation: Evaluation? {
        guard prompting.edit == nil, let progress = embedding, progress.isFinished, let current = scores.current,
            current.request.generation == scores.generation, current.hasAllTemplates, current.images == progress.done
        else { return nil }
        return current
    }
}

extension Browse.Filter {
    /// Classes by their names, so that it can be kept.
    func described(classes: [String]) -> [String: String] {
        var words: [String: String] = [:]
        words["verdict"] = verdict?.rawValue
        if let label, classes.indices.contains(label) {
            (words["class"], words["role"]) = (classes[label], classRole.rawValue)
        }
        if !text.isEmpty { words["text"] = text }
        return words
    }

    /// What does not exist any more is left out; so is what an edit flipped, for the edit is over.
    init(_ words: [String: String], classes: [String]) {
        self.init()
        let verdict = words["verdict"].flatMap(Browse.Verdict.init(rawValue:))
        self.verdict = verdict == .flipped || classes.isEmpty ? nil : verdict
        label = words["class"].flatMap { classes.firstIndex(of: $0) }
        classRole = words["role"].flatMap(Browse.ClassRole.init(rawValue:)) ?? .truth
        text = words["text"] ?? ""
    }
}
