import Model

/// The model at work, for the threads that judge prompts beside the engine: what one of them encodes the others know.
struct Workbench: Sendable {
    let model: CLIP
    let templates: TemplateEmbeddings
    /// Of the embeddings; nil where there is no cache.
    let store: EmbeddingStore?
    /// Of texts; nil where there is no cache.
    let texts: TextStore?
}

extension Workbench {
    /// False where the model was changed since: its embeddings are others.
    func fits(_ prompts: JudgedPrompts) -> Bool { [model.fingerprint, model.name].contains(prompts.model) }
}

extension JudgedPrompts {
    /// Encodes the templates that are not known yet, one after the other.
    /// - Parameter progress: called with the templates done.
    /// - Throws: `CancellationError`
    func sums(
        _ templates: TemplateEmbeddings, progress: (Int) -> Void, isCancelled: @Sendable () -> Bool
    ) throws -> TemplateSums {
        let all = try templates.sums(
            entries.map(\.template), names, progress: progress, isCancelled: isCancelled)
        return TemplateSums(sums: all.sums.map { $0.offered(by: choice) })
    }

    var judgedImages: JudgedImages { JudgedImages(images, labels: choice.rows(of: labelling.labels)) }
}
