import Model

/// The explorer without a terminal and without threads: all that a key causes has happened when `press` returns. For
/// benchmarks.
package final class Rehearsal {
    package private(set) var state: State
    private let model: CLIP
    private var session: EvaluationSession
    package let table: EmbeddingTable

    /// Everything open, embedded and evaluated.
    package init(_ embedded: EmbeddedDataset, prompts: PromptSet, model: CLIP, columns: Int = 120, rows: Int = 40)
        throws
    {
        self.model = model
        session = EvaluationSession(model: model)
        table = embedded.table
        state = State(
            size: Size(columns: columns, rows: rows), themes: [], theme: "", pictureStyle: .sextants,
            datasetName: embedded.dataset.title, modelName: model.name)
        try happen(.modelReady(name: model.name))
        try happen(.opened(embedded.dataset, choices: [], prompts: prompts))
        let progress = EmbeddingProgress(
            done: table.known, total: table.images, failed: table.images - table.known)
        try happen(.embeddings(table, progress))
    }

    /// What comes of the keys is evaluated, listed and drawn.
    package func press(_ keys: Key...) throws {
        for key in keys { try happen(.key(key)) }
        _ = screen(state)
    }

    private func happen(_ event: Event) throws {
        for work in state.apply(event) {
            switch work {
            case .evaluate(let request):
                try session.evaluate(request, images: { table }) { _ = state.apply(.evaluation($0)) }
            case .rank(let request):
                let answer = try request.question.answer(encode: { try model.embed(text: $0) })
                _ = state.apply(.ranked(generation: request.generation, answer))
            case .orderNames(let request):
                _ = state.apply(.named(generation: request.generation, request.question.ranks))
            default: break
            }
        }
    }
}
