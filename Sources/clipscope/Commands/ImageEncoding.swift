import Foundation
import Model

/// The way from a dataset to its embeddings, with progress, warnings and an end on Ctrl-C.
struct ImageEncoding {
    var usesCache = true
    /// Nil: one a core.
    var threads: Int?
    /// A table of all images that could not be read is written there.
    var failures: URL?

    /// Those that the dataset brings, else those of its images: what every command that has a dataset works with.
    /// - Throws: `Interruption`, `ImportedEmbeddings.Problem`, and what reading a file of embeddings throws
    func embeddings(of dataset: Dataset, _ model: CLIP) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        guard let file = dataset.embeddings else { return try encode(dataset, model) }
        let imported = try ImportedEmbeddings(file, for: dataset, model: model)
        for note in imported.notes { Message.warning(note) }
        try tell(imported.failures, of: dataset)
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
        try tell(embedded.failures, of: dataset)
        return (embedded, statistics)
    }

    /// The first on standard error, all of them in the file.
    /// - Throws: `AtomicWrite.Failure`
    private func tell(_ failed: [EmbeddedDataset.Failure], of dataset: Dataset) throws {
        let all = "\(failed.count) of \(dataset.images.count) images"
        Message.list(
            failed.map(\.message), more: failures == nil ? ": \(all); --failures FILE writes them all" : ": \(all)")
        guard let failures else { return }
        let csv = CSVText()
        try AtomicWrite.write(to: failures) { sink in
            try sink.write(csv.line(["file", "reason"]))
            for failure in failed {
                try sink.write(csv.line([dataset.images[failure.image].path, failure.message.printable]))
            }
        }
    }
}

extension Directories {
    static var current: Directories { Directories(environment: ProcessInfo.processInfo.environment) }
}

extension Preferences {
    /// Those of the user whose process this is, read once.
    /// - Throws: `TOMLFile.Failure`, `Preferences.Failure`
    static func current() throws -> Preferences { try read.get() }

    private static let read = Result { try Preferences(in: Directories.current.configuration) }
}
