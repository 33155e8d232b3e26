import Foundation
import Model
import Synchronization

/// Everything that takes longer than a frame, on threads of its own: opening dataset and model, embedding images,
/// evaluating prompts. What comes of it is posted to the mailbox.
final class Engine: StoppableThread, Sendable {
    /// What there is to do, and what it rests on.
    private struct Tasks {
        var request: EvaluationRequest?
        /// Other prompts, evaluated where there is nothing else to do.
        var reference: EvaluationRequest?
        var isNew = false
        /// Nil before the first are known.
        var embeddings: EmbeddingTable?
        /// Some that no answer rests on yet.
        var hasNewEmbeddings = false
        var hasAllEmbeddings = false
        var run: EmbeddingRun?
        /// Another model than the one at work.
        var wanted: URL?
    }

    private let options: ExplorerOptions
    private let mailbox: Mailbox
    private let opening: Opening
    private let tasks = Mutex(Tasks())
    private let bench = Mutex<Workbench?>(nil)
    private let second: SecondBench
    private let wakeUp = DispatchSemaphore(value: 0)
    /// Of the newest request; work for an older one is stale.
    private let generation = Atomic(0)
    private let isStopping = Atomic(false)
    private let running = DispatchGroup()

    init(_ options: ExplorerOptions, mailbox: Mailbox) {
        self.options = options
        second = SecondBench(home: options.home)
        self.mailbox = mailbox
        opening = Opening(options, mailbox: mailbox)
    }

    func start() {
        opening.start()
        running.enter()
        Thread.start("engine") { [self] in
            do {
                try work()
            } catch {
                if !isStopping.load(ordering: .relaxed) { mailbox.post(.fatal(error)) }
            }
            running.leave()
        }
    }

    /// For the threads that evaluate prompts beside this one; nil before the model is loaded.
    var workbench: Workbench? { bench.withLock { $0 } }

    func evaluate(_ request: EvaluationRequest) {
        generation.store(request.generation, ordering: .relaxed)
        tasks.withLock {
            $0.request = request
            $0.isNew = true
        }
        wakeUp.signal()
    }

    /// Evaluates other prompts than those under work, once there is time; answered as `Event.reference`.
    func evaluate(reference request: EvaluationRequest) {
        tasks.withLock { $0.reference = request }
        wakeUp.signal()
    }

    /// Works with another model from now on, or goes on with this one where that cannot be read.
    func use(model: URL) {
        let run = tasks.withLock {
            $0.wanted = model
            return $0.run
        }
        run?.cancel()
        wakeUp.signal()
    }

    func listModels() {
        Thread.start("models") { [options, mailbox] in
            let cache = HubSettings(environment: options.environment).cache
            mailbox.post(.models(ModelCatalogue(home: options.home, cache: cache).entries))
        }
    }

    /// Images to embed before the others, in this order.
    func prefer(_ images: [Int]) {
        tasks.withLock { $0.run }?.prefer(images)
    }

    /// Ends the work under way: text between two layers, images after their batch.
    /// - Returns: whether no thread multiplies any more; false when one still does after `seconds`.
    func stop(within seconds: Double) -> Bool {
        isStopping.store(true, ordering: .relaxed)
        tasks.withLock { $0.run }?.cancel()
        opening.cancel()
        wakeUp.signal()
        return running.wait(timeout: .now() + seconds) == .success
    }

    private func work() throws {
        var isFirst = true
        let texts = TextStore.open(in: options.directories.cache) { mailbox.post(.failed($0)) }
        var model = try options.firstModel(hashes: texts) { mailbox.post(.failed($0)) }
        let (dataset, store) = try opening.wait()
        while !isStopping.load(ordering: .relaxed) {
            tasks.withLock {
                ($0.embeddings, $0.reference) = (nil, nil)
                ($0.hasNewEmbeddings, $0.hasAllEmbeddings) = (false, false)
            }
            if let texts {
                model.rememberTexts(in: texts, isWritingBehind: true) { [mailbox] in mailbox.post(.failed($0)) }
            }
            let templates = TemplateEmbeddings(model: model, reusing: KeyValueCache())
            bench.withLock {
                $0 = Workbench(
                    model: model, templates: templates, store: store, texts: texts, second: second)
            }
            mailbox.post(.modelReady(name: model.name, fingerprint: model.fingerprint))
            for warning in model.warnings { mailbox.post(.failed(warning)) }
            do {
                try embed(dataset, model, store)
            } catch  where !isFirst {
                // Embeddings made elsewhere are one model's.
                mailbox.post(.failed(message(of: error)))
            }
            isFirst = false
            evaluate(EvaluationSession(templates: templates), model)
            tasks.withLock { $0.run }?.wait()
            model = wantedModel(hashes: texts) ?? model
        }
    }

    /// Nil where none is wanted, or where it cannot be read: that is told.
    private func wantedModel(hashes: (any FileHashes)?) -> CLIP? {
        let wanted = tasks.withLock { tasks in
            defer { tasks.wanted = nil }
            return tasks.wanted
        }
        do {
            return try wanted.map {
                try CLIP(contentsOf: $0, home: options.home, precision: options.precision, hashes: hashes)
            }
        } catch {
            mailbox.post(.failed(message(of: error)))
            return nil
        }
    }

    private var isLeavingModel: Bool {
        isStopping.load(ordering: .relaxed) || tasks.withLock { $0.wanted != nil }
    }
}

// MARK: - Images

extension Engine {
    private func embed(_ dataset: Dataset, _ model: CLIP, _ store: EmbeddingStore?) throws {
        let tracker = Mutex(EmbeddingTracker(images: dataset.images.count))
        let take: @Sendable (EmbeddingRun.Event) -> Void = { [self] event in
            for event in tracker.withLock({ $0.take(event) }) {
                if case .embeddings(let embeddings, let progress) = event {
                    tasks.withLock {
                        let isNew =
                            $0.embeddings?.known != embeddings.known || $0.embeddings?.rows !== embeddings.rows
                        $0.hasNewEmbeddings = $0.hasNewEmbeddings || isNew
                        $0.embeddings = embeddings
                        $0.hasAllEmbeddings = progress.isFinished
                    }
                    wakeUp.signal()
                }
                mailbox.post(event)
            }
        }
        if let file = dataset.embeddings {
            let imported = try ImportedEmbeddings(file, for: dataset, model: model)
            for note in imported.notes { mailbox.post(.failed(note)) }
            return imported.report(take)
        }
        let run = EmbeddingRun(dataset: dataset, model: model, store: store) { [self] event in
            take(event)
            if case .finished = event { running.leave() }
        }
        tasks.withLock { $0.run = run }
        if isLeavingModel { run.cancel() }
        running.enter()
        run.start()
    }
}

// MARK: - Prompts

extension Engine {
    /// A text tower that cannot be read is told; another model can be chosen.
    private func evaluate(_ session: consuming EvaluationSession, _ model: CLIP) {
        var session = session
        var nextLook = ContinuousClock.now
        var (hasAnswered, isPrepared) = (false, false)
        while !isLeavingModel {
            guard let request = nextRequest(lookingAtImages: nextLook) else {
                evaluateReference(&session)
                continue
            }
            let start = ContinuousClock.now
            telling({ mailbox.post($0) }) {
                try session.evaluate(request, images: newestEmbeddings, isCancelled: { self.isStale(request) }) {
                    mailbox.post(.evaluation($0))
                }
                hasAnswered = true
            }
            if hasAnswered, !isPrepared, tasks.withLock({ $0.embeddings != nil }) {
                isPrepared = true
                prepareForEdits(model)
            }
            let now = ContinuousClock.now
            nextLook = now + max(.milliseconds(100), (now - start) * 2)
        }
    }

    /// Prompts that the cache knew were evaluated without the text tower, which an edit needs. Nobody waits for the end of
    /// this: nothing is multiplied.
    private func prepareForEdits(_ model: CLIP) {
        Thread.start("text tower") { [mailbox] in telling({ mailbox.post($0) }) { try model.readTextTower() } }
    }

    /// Gives way to the prompts under work, and is taken up again after them.
    private func evaluateReference(_ session: inout EvaluationSession) {
        guard let request = tasks.withLock({ $0.reference }) else { return }
        let isStale = { @Sendable [self] in
            isLeavingModel || tasks.withLock { $0.isNew || $0.reference?.generation != request.generation }
        }
        do {
            try session.evaluate(request, images: { tasks.withLock { $0.embeddings } }, isCancelled: isStale) {
                mailbox.post(.reference($0))
            }
        } catch is CancellationError {
            return
        } catch {
            mailbox.post(.failed(message(of: error)))
        }
        tasks.withLock { if $0.reference?.generation == request.generation { $0.reference = nil } }
    }

    private func isStale(_ request: EvaluationRequest) -> Bool {
        generation.load(ordering: .relaxed) != request.generation || isLeavingModel
    }

    private func newestEmbeddings() -> EmbeddingTable? {
        tasks.withLock {
            $0.hasNewEmbeddings = false
            return $0.embeddings
        }
    }

    /// Waits for something to do. A new request is taken at once; when only images came, the old one is to be answered
    /// again for them, but not before `moment`, unless they are the last.
    private func nextRequest(lookingAtImages moment: ContinuousClock.Instant) -> EvaluationRequest? {
        let due: ContinuousClock.Instant? = tasks.withLock { tasks in
            if tasks.isNew { return .now }
            if tasks.reference != nil { return .now }
            guard tasks.hasNewEmbeddings, tasks.request != nil else { return nil }
            return tasks.hasAllEmbeddings ? .now : moment
        }
        if let due {
            let seconds = max(0, (due - .now) / .seconds(1))
            if seconds > 0 { _ = wakeUp.wait(timeout: .now() + seconds) }
        } else {
            wakeUp.wait()
        }
        return tasks.withLock { tasks in
            let wantsImages = tasks.hasNewEmbeddings && (tasks.hasAllEmbeddings || .now >= moment)
            guard tasks.wanted == nil, tasks.isNew || wantsImages else { return nil }
            // Whatever becomes of the answer, it is not asked for these images again.
            (tasks.isNew, tasks.hasNewEmbeddings) = (false, false)
            return tasks.request
        }
    }
}
