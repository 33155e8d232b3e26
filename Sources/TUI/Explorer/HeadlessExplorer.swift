import Model
import Synchronization

/// The explorer without a terminal and without threads: all that a key causes has happened when `press` returns. For
/// benchmarks.
package final class HeadlessExplorer {
    /// From an event to what came of it.
    package struct Answer: Sendable {
        /// Of the prompts: the class weights.
        package var weights = Duration.zero
        /// And of all images, the accuracy.
        package var accuracy = Duration.zero
    }

    /// The newest evaluation's.
    package private(set) var answer = Answer()
    package private(set) var state: State
    private let bench: Workbench
    private var session: EvaluationSession
    package let table: EmbeddingTable

    /// Everything open, embedded and evaluated.
    package init(_ embedded: EmbeddedDataset, prompts: PromptSet, model: CLIP, columns: Int = 120, rows: Int = 40)
        throws
    {
        let templates = TemplateEmbeddings(model: model, reusing: KeyValueCache())
        bench = Workbench(model: model, templates: templates, store: nil, texts: nil)
        session = EvaluationSession(templates: templates)
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
        let begin = ContinuousClock.now
        for work in state.apply(event) {
            switch work {
            case .evaluate(let request):
                try session.evaluate(request, images: { table }) { evaluation in
                    answer.accuracy = .now - begin
                    _ = state.apply(.evaluation(evaluation))
                }
                answer.weights = answer.accuracy - session.scoring
            case .asked(let asked) where [SimilarityQuestion.name, NameOrderQuestion.name].contains(asked.name):
                let answers = Mutex<[Event]>([])
                try asked.answer(bench, { false }) { answer in answers.withLock { $0.append(answer) } }
                for answer in answers.withLock({ $0 }) { _ = state.apply(answer) }
            default: break
            }
        }
    }
}
