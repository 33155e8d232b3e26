import Foundation
import Model
import Synchronization

/// Answers for A of the compare page where the model at work does not: another model is loaded and embeds the images, from
/// the cache as far as they are there, or a saved run is matched with them.
final class ReferenceThread: StoppableThread, Sendable {
    private typealias Question = SetComparison.ReferenceQuestion
    private typealias News = SetComparison.ReferenceNews

    /// The other model, as long as A is judged by it: another prompt set costs only its text.
    private final class Bench: Sendable {
        let model: CLIP
        let templates: TemplateEmbeddings
        /// Once it is whole.
        let table = Mutex<EmbeddingTable?>(nil)

        init(_ model: CLIP) {
            self.model = model
            templates = TemplateEmbeddings(model: model, reusing: KeyValueCache())
        }
    }

    private let thread: BackgroundThread<SetComparison.ReferenceQuestion>
    private let bench: Held

    private final class Held: Sendable {
        let bench = Mutex<(location: URL, bench: Bench)?>(nil)
    }

    init(_ engine: Engine, home: Home, mailbox: Mailbox) {
        let held = Held()
        bench = held
        thread = BackgroundThread("reference", mailbox: mailbox) { request, isStale, post in
            let tell = { @Sendable (news: News) in post(.referred(generation: request.generation, news)) }
            do {
                switch request.question.judge {
                case .modelAtWork: preconditionFailure("the engine judges by the model at work")
                case .run(let run): try Self.match(request.question, run, tell)
                case .model(let model):
                    let (store, texts) = (engine.workbench?.store, engine.workbench?.texts)
                    let bench = try Self.bench(of: model, held, isStale, tell) {
                        let other = try CLIP(contentsOf: model.location, home: home, hashes: texts)
                        if let texts { other.rememberTexts(in: texts, isWritingBehind: true) { post(.failed($0)) } }
                        return other
                    }
                    try Self.judge(request.question, by: bench, store: store, isStale, tell)
                }
            } catch is CancellationError {
                return
            } catch {
                tell(.failed(message(of: error)))
            }
        }
    }

    func start() { thread.start() }

    func judge(_ request: Request<SetComparison.ReferenceQuestion>) { thread.submit(request) }

    /// Gives up what is under way, and the model.
    func leave() {
        thread.cancel()
        bench.bench.withLock { $0 = nil }
    }

    func stop(within seconds: Double) -> Bool { thread.stop(within: seconds) }
}

extension ReferenceThread {
    private static func bench(
        of model: SetComparison.OtherModel, _ held: Held, _ isStale: () -> Bool, _ tell: (News) -> Void,
        load: () throws -> CLIP
    ) throws -> Bench {
        if let known = held.bench.withLock({ $0 }), known.location == model.location { return known.bench }
        held.bench.withLock { $0 = nil }
        tell(.waiting(for: "loading \(model.name)"))
        let bench = Bench(try load())
        if isStale() { throw CancellationError() }
        held.bench.withLock { $0 = (model.location, bench) }
        return bench
    }

    private static func judge(
        _ question: Question, by bench: Bench, store: EmbeddingStore?, _ isStale: @escaping @Sendable () -> Bool,
        _ tell: @escaping @Sendable (News) -> Void
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
        _ tell: @escaping @Sendable (News) -> Void
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

    private static func match(_ question: Question, _ run: SavedRun, _ tell: (News) -> Void) throws {
        let (document, request) = (run.document, question.request)
        let matched = try document.matched(
            run.name, files: question.dataset.images.lazy.map(\.path), classes: request.labelling?.classes ?? [],
            added: Array(request.choice?.added ?? []))
        let templates = document.prompts.templates.count
        let evaluation = Evaluation(
            request: request, weights: nil, logitScale: document.model.logitScale,
            outcomes: Outcomes(matched.outcomes), templatesDone: templates, templates: templates)
        tell(.matched(evaluation, matched))
    }
}
