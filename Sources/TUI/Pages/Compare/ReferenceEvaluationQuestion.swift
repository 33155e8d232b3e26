import Foundation
import Model
import Synchronization

/// A of the compare page where the model at work does not evaluate it: another model is loaded and embeds the images, from
/// the cache as far as they are there, or a saved run is matched with them.
enum ReferenceEvaluationQuestion: BackgroundQuestion {
    static let name = "reference"

    static func answer(
        _ question: SetComparison.ReferenceQuestion, bench: Workbench?, isStale: @escaping @Sendable () -> Bool,
        post: @escaping @Sendable (SetComparison.ReferenceUpdate) -> Void
    ) throws {
        do {
            switch question.evaluate {
            case .modelAtWork: preconditionFailure("the engine evaluates by the model at work")
            case .run(let run): try match(question, run, post)
            case .model(let model):
                // The images that it embeds are those that the model at work has embedded before.
                guard let bench, let second = bench.second else { return }
                let other = try second.bench(of: model.location) {
                    post(.waiting(for: "loading \(model.name)"))
                    let other = try CLIP(contentsOf: model.location, home: second.home, hashes: bench.texts)
                    if isStale() { throw CancellationError() }
                    if let texts = bench.texts {
                        other.rememberTexts(in: texts, isWritingBehind: true) { post(.failed($0)) }
                    }
                    return other
                }
                try evaluate(question, by: other, store: bench.store, isStale, post)
            }
        } catch let error where !(error is CancellationError) {
            post(.failed(message(of: error)))
        }
    }

    static func receive(_ answer: SetComparison.ReferenceUpdate, generation: Int, _ state: inout State) {
        state.receive(answer, generation: generation)
    }

    /// The other model is given back.
    static func leave(_ bench: Workbench?) { bench?.second?.leave() }
}

extension ReferenceEvaluationQuestion {
    private typealias Update = SetComparison.ReferenceUpdate

    private static func evaluate(
        _ question: SetComparison.ReferenceQuestion, by bench: SecondBench.Bench, store: EmbeddingStore?,
        _ isStale: @escaping @Sendable () -> Bool, _ tell: @escaping @Sendable (Update) -> Void
    ) throws {
        let table = try bench.table.withLock { $0 } ?? embed(question.dataset, bench.model, store, isStale, tell)
        bench.table.withLock { $0 = table }
        var session = EvaluationSession(templates: bench.templates)
        try session.evaluate(question.request, images: { table }, isCancelled: isStale) {
            tell(.evaluated($0, images: table))
        }
    }

    private static func embed(
        _ dataset: Dataset, _ model: CLIP, _ store: EmbeddingStore?, _ isStale: () -> Bool,
        _ tell: @escaping @Sendable (Update) -> Void
    ) throws -> EmbeddingTable {
        let found = Mutex<EmbeddingTable?>(nil)
        let trouble = Mutex<EmbeddingRun.Failure?>(nil)
        let tracker = Mutex(EmbeddingTracker(images: dataset.images.count))
        let end = DispatchSemaphore(value: 0)
        let run = EmbeddingRun(dataset: dataset, model: model, store: store) { event in
            for case .embeddings(let table, let progress) in tracker.withLock({ $0.take(event) }) {
                found.withLock { $0 = table }
                tell(.embedding(progress))
            }
            if case .finished(let statistics) = event {
                trouble.withLock { $0 = statistics.failure }
                end.signal()
            }
        }
        run.start()
        while end.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if isStale() { run.cancel() }
        }
        run.wait()
        if isStale() { throw CancellationError() }
        if let failure = trouble.withLock({ $0 }) { throw failure }
        guard let table = found.withLock({ $0 }), table.known > 0 || dataset.images.isEmpty else {
            throw EmbeddedDataset.Problem.nothingReadable(dataset: dataset.folder, images: dataset.images.count)
        }
        return table
    }

    private static func match(_ question: SetComparison.ReferenceQuestion, _ run: SavedRun, _ tell: (Update) -> Void)
        throws
    {
        let (document, request) = (run.document, question.request)
        let matched = try document.matched(
            run.name, files: question.dataset.images.lazy.map(\.path), classes: request.labelColumn?.classes ?? [],
            added: Array(request.choice?.added ?? []))
        let templates = document.prompts.templates.count
        let evaluation = Evaluation(
            request: request, weights: nil, logitScale: document.model.logitScale,
            outcomes: Outcomes(matched.outcomes), templatesDone: templates, templates: templates)
        tell(.matched(evaluation, matched))
    }
}
