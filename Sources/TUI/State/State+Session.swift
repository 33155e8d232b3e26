import Model

/// How a dataset is left, and found again.
extension State {
    /// What the next start goes on with; nil before the dataset is open. Model and theme are not in it.
    var session: History.Session? {
        guard let dataset else { return nil }
        let own = PromptChoice.own(of: dataset, files: [])[0].set
        return History.Session(
            dataset: dataset.folder, labelColumn: labelling?.name,
            prompts: promptEditor.set == own ? nil : promptEditor.set,
            filter: browse.filter.described(classes: classes), order: (browse.search?.order ?? browse.order).rawValue,
            selected: browse.selected.map { dataset.images[$0].path })
    }

    /// Sets labels, filter, order and image as they were left, as far as they are still there.
    mutating func restore(_ session: History.Session) {
        guard let dataset else { return }
        if let index = dataset.labellings.firstIndex(where: { $0.name == session.labelColumn }) {
            labellingIndex = index
        }
        let classes = labelling.map { ClassChoice($0.classes, promptEditor.set).classes }
        browse.filter = Browse.Filter(session.filter, classes: classes ?? [])
        if let order = session.order.flatMap(Browse.Order.init(rawValue:)), orders.contains(order) {
            browse.order = order
        }
        browse.begin(at: session.selected.flatMap { path in dataset.images.firstIndex { $0.path == path } })
    }

    /// The evaluation on the screen, once it rests on all templates and all images and nothing is being typed.
    var finishedEvaluation: Evaluation? {
        guard promptEditor.edit == nil, let progress = embedding, progress.isFinished, let current = scores.current,
            current.request.generation == scores.generation, current.hasAllTemplates, current.images == progress.done
        else { return nil }
        return current
    }
}
