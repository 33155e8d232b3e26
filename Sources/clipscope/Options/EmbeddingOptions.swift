import ArgumentParser
import Foundation
import Model

struct EmbeddingOptions: ParsableArguments {
    @Flag(help: "Encode every image anew, and keep nothing.")
    var noCache = false

    @Option(help: ArgumentHelp("Threads that encode images. (default: one a core)", valueName: "count"))
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1.") }
    }

    /// Embeds a dataset with progress, and lists the images that cannot be read.
    func embed(_ dataset: Dataset, _ model: CLIP) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        let opening = noCache ? nil : EmbeddingStore.open(in: Directories.current.cache)
        if let told = opening?.message { Message.warning(told) }
        return try Self.embed(dataset, model, store: opening?.store, threads: threads)
    }

    static func embed(
        _ dataset: Dataset, _ model: CLIP, store: EmbeddingStore? = nil, threads: Int? = nil
    ) throws -> (EmbeddedDataset, EmbeddingRun.Statistics) {
        let collector = EmbeddingCollector(dataset: dataset, dimension: model.dimension)
        let progress = ProgressLine(total: dataset.images.count)
        let run = EmbeddingRun(
            dataset: dataset, model: model, store: store,
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
        let embedded = collector.embedded
        if let signal {
            let kept =
                store == nil ? "" : "; \(embedded.images.count) of \(dataset.images.count) images are in the cache"
            throw Interruption(signal: signal, description: "interrupted\(kept)")
        }
        Message.list(embedded.failures.map(\.message))
        return (embedded, statistics)
    }
}

extension Directories {
    static var current: Directories { Directories(environment: ProcessInfo.processInfo.environment) }
}
