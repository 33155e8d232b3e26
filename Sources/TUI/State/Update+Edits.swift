import Model

extension State {
    package var basis: EditLog.Basis { EditLog.Basis(model: modelName, labelling: labelling?.name ?? "") }

    /// Called after every event.
    mutating func logEdit() {
        guard dataset != nil, promptEditor.edit == nil else { return }
        editLog.note(promptEditor.set, what: promptEditor.past.last?.what ?? "as opened")
        guard let current = scores.current, current.request.generation == scores.generation, current.hasAllTemplates,
            current.request.labelling?.name == labelling?.name, let metrics = current.metrics
        else { return }
        editLog.rate(metrics.top1, images: current.images, on: basis)
    }
}
