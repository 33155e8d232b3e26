import Foundation
import Model
import Synchronization

/// Reads the dataset and opens the cache while another thread reads the model. Nobody has to wait for it at the end:
/// it multiplies nothing, and a folder can be slow.
final class Opening: Sendable {
    private typealias Opened = (dataset: Dataset, store: EmbeddingStore?)

    private let options: ExplorerOptions
    private let mailbox: Mailbox
    private let result = Mutex<Result<Opened, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)
    private let isCancelled = Atomic(false)

    init(_ options: ExplorerOptions, mailbox: Mailbox) {
        self.options = options
        self.mailbox = mailbox
    }

    func start() {
        Thread.start("open") { [self] in
            let opened = Result { try open() }
            end(opened)
            guard case .success(let opened) = opened else { return }
            offerSavedSets()
            offerPublishedSets(for: opened.dataset)
        }
    }

    /// - Throws: what reading the dataset threw; `CancellationError` after `cancel`.
    func wait() throws -> (dataset: Dataset, store: EmbeddingStore?) {
        done.wait()
        return try result.withLock { try $0!.get() }
    }

    func cancel() {
        isCancelled.store(true, ordering: .relaxed)
        end(.failure(CancellationError()))
    }

    private func end(_ opened: Result<Opened, any Error>) {
        result.withLock { $0 = $0 ?? opened }
        done.signal()
    }

    private func open() throws -> Opened {
        var next = ContinuousClock.now + .seconds(1)
        var warnings: [String] = []
        let dataset = try options.firstDataset {
            warnings.append($0)
        } progress: { [self] images in
            if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
            guard ContinuousClock.now >= next else { return }
            next = .now + .milliseconds(100)
            mailbox.post(.opening(images: images))
        }
        let restoration = options.restoration
        let session = options.isDatasetAskedFor(dataset) ? restoration.session : nil
        let left = options.restoresPrompts ? nil : restoration.left.flatMap(PromptChoice.init(left:))
        let choices = PromptChoice.own(of: dataset, files: options.prompts) + [left].compactMap { $0 }
        for set in options.prompts {
            let set = dataset.completed(set)
            try dataset.check(set, source: set.name)
            let classes = dataset.labelColumns.first?.classes ?? []
            if let note = try set.sentencesNote(among: classes, source: set.name) { warnings.append(note) }
        }
        do {
            try session?.prompts.map { try dataset.check($0, source: "the prompts as they were left") }
        } catch {
            warnings.append(message(of: error))
        }
        offerRemarks(on: dataset)
        mailbox.post(
            .opened(
                dataset, choices: choices,
                prompts: session?.prompts
                    ?? dataset.completed(choices[0].set).keepingSentences(of: dataset.knownClasses()),
                session: session))
        let cache = EmbeddingStore.open(in: options.directories.cache)
        warnings += dataset.notes + dataset.warnings + [dataset.leftOut.sentence, cache.message].compactMap { $0 }
        warnings += restoration.messages
        for warning in warnings { mailbox.post(.failed(warning)) }
        return (dataset, cache.store)
    }

    /// What was marked and noted before.
    private func offerRemarks(on dataset: Dataset) {
        do {
            let kept = try options.restoration.history?.remarks(in: options.location(of: dataset)) ?? [:]
            if !kept.isEmpty { mailbox.post(.remarks(Remarks(kept, in: dataset.images))) }
        } catch {
            mailbox.post(.failed(message(of: error)))
        }
    }

    /// One that cannot be read is told and left out.
    private func offerSavedSets() {
        do {
            let saved = try options.restoration.history?.newestSets() ?? []
            mailbox.post(.savedSets(try saved.map(PromptChoice.init)))
        } catch {
            mailbox.post(.failed(message(of: error)))
        }
    }

    /// What was published for this dataset first, then those of ImageNet. One that cannot be read is told and left out.
    private func offerPublishedSets(for dataset: Dataset) {
        let library = options.home.templates
        let names = library.names
        let general = ["imagenet-80", "imagenet-7"].filter(names.contains)
        var choices: [PromptChoice] = []
        do {
            let labels = dataset.labelColumns.first?.classes ?? []
            if let known = try options.home.knownDatasets.match(name: dataset.name, labels: labels) {
                let set = known.promptSet(for: dataset.labelColumns.flatMap(\.classes))
                choices.append(PromptChoice(set: set, origin: "published for \(known.title)"))
            }
        } catch {
            mailbox.post(.failed(message(of: error)))
        }
        for name in general + names.filter({ !general.contains($0) }) {
            do {
                choices.append(PromptChoice(set: try library.load(name), origin: PromptChoice.published))
            } catch {
                mailbox.post(.failed(message(of: error)))
            }
        }
        mailbox.post(.choices(choices))
    }
}

extension PromptChoice {
    /// The first is what the explorer begins with.
    static func own(of dataset: Dataset, files: [PromptSet]) -> [PromptChoice] {
        let own = dataset.prompts.map { PromptChoice(set: $0, origin: "dataset's own") }
        let usual = PromptChoice(
            set: PromptSet(name: "a photo of", templates: ["a photo of a {label}."]), origin: "the usual")
        return files.map { PromptChoice(set: $0, origin: PromptChoice.file) } + [own ?? usual]
    }

    /// The prompts that were left, where others take their place; nil where those were the dataset's own.
    fileprivate init?(left: History.KeptSession) {
        guard let set = left.session.prompts else { return nil }
        self.init(set: set, origin: "as left \(left.date.toTheMinute)")
    }
}
