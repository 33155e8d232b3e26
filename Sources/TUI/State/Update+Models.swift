import Model

extension State {
    /// What the model before gave goes; its embeddings stay in the cache.
    mutating func chooseModel(at index: Int) -> [Work] {
        guard models.indices.contains(index) else { return [] }
        let chosen = models[index]
        if case .unusable(let reason) = chosen.content {
            message = Message(text: "\(chosen.name): \(reason)", role: .warning)
            return []
        }
        popup = nil
        guard chosen.name != modelName else { return [] }
        modelName = chosen.name
        isModelReady = false
        forgetModel()
        return [.use(model: chosen.location)]
    }

    /// Once for a dataset, when all its images count and nothing else is said: where the embedded model does badly.
    mutating func adviseOnModel() {
        guard !hasAdvised, message == nil, isModelReady, embedding?.isFinished ?? false, !scores.isUnfinished,
            let notice = ModelAdvice.notice(
                isEmbedded: modelName == ModelCatalogue.embedded, top1: evaluation?.metrics?.top1,
                columns: size.columns)
        else { return }
        hasAdvised = true
        message = Message(text: notice, role: .quiet)
    }

    /// Numbers of another model are neither shown nor compared with.
    mutating func forgetModel() {
        embeddings = nil
        embedding = nil
        unreadable = [:]
        scores.forget()
        comparison.forgetEvaluation()
        similarity.forget()
        calibration.forgetModel()
        requestedEvaluation = nil
        relist(pinning: true)
    }
}
