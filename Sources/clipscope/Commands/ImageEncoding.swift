import Foundation
import Model

/// The way from a dataset to its embeddings, with progress, warnings and an end on Ctrl-C.
struct ImageEncoding {
    var usesCache = true
    /// Nil: one a core.
    var threads: Int?

    /// Those that the dataset brings, else those of its images: what every command that has a dataset works with.
    /// - Throws: `Interruption`, `ImportedEmbeddings.Problem`, and what reading a file of embeddings throws
    func embeddings(of dataset: Dataset, _ model: CLIP) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        guard let file = dataset.embeddings else { return try encode(dataset, model) }
        let imported = try ImportedEmbeddings(file, for: dataset, model: model)
        for note in imported.notes { Message.warning(note) }
        Message.list(imported.failures.map(\.message))
        let collector = EmbeddingCollector(dataset: dataset)
        imported.report(collector.take)
        return (try collector.embedded(), collector.statistics)
    }

    /// From the files, whatever the dataset brings. Lists the images that cannot be read; they are left out.
    /// - Throws: `Interruption`, `EmbeddingRun.Failure`
    func encode(_ dataset: Dataset, _ model: CLIP) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        let opening = usesCache ? EmbeddingStore.open(in: Directories.current.cache) : nil
        if let told = opening?.message { Message.warning(told) }
        let collector = EmbeddingCollector(dataset: dataset)
        let progress = ProgressLine(total: dataset.images.count)
        let run = EmbeddingRun(
            dataset: dataset, model: model, store: opening?.store,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount
        ) { event in
            collector.take(event)
            progress.take(event)
        }
        let signal = Interruption.heeding(cancel: { run.cancel() }) {
            run.start()
            run.wait()
        }
        let statistics = collector.statistics
        if let problem = statistics.cacheProblem { Message.warning(problem) }
        let embedded = try collector.embedded()
        if let signal {
            let done = "\(embedded.table.known) of \(dataset.images.count) images are in the cache"
            let isKept = opening?.store != nil && statistics.cacheProblem == nil
            throw Interruption(signal: signal, description: isKept ? "interrupted; \(done)" : "interrupted")
        }
        Message.list(embedded.failures.map(\.message))
        return (embedded, statistics)
    }
}

extension Directories {
    static var current: Directories { Directories(environment: ProcessInfo.processInfo.environment) }
}
