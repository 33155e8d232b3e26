import ArgumentParser
import Foundation
import Model
import Synchronization

struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch a model or a dataset from the Hugging Face hub.",
        discussion: """
            The files lie in the cache that other programs for the hub use too, and what they fetched is not fetched \
            again. A download that was interrupted goes on where it ended. Prints the model's directory; --model takes \
            it, and the name.

              clipscope pull openai/clip-vit-base-patch32
              clipscope eval --model openai/clip-vit-base-patch32

            With --dataset it fetches a dataset and prints its directory; `--dataset NAME` of other commands takes its \
            name. Parquet files are taken, else tar shards, else what the hub converted to Parquet, else image files.

              clipscope pull --dataset clip-benchmark/wds_cars --split test
              clipscope eval --dataset clip-benchmark/wds_cars

            Environment: HF_HUB_CACHE or HF_HOME say where the cache is, HF_TOKEN opens private and gated models, \
            HF_ENDPOINT is another hub, and with HF_HUB_OFFLINE=1 nothing is fetched.
            """)

    @Flag(help: "Fetch a dataset, not a model.")
    var dataset = false

    @Option(help: ArgumentHelp("Only the files of this split of a dataset.", valueName: "name"))
    var split: String?

    @Option(help: ArgumentHelp("The branch, tag or commit of a dataset, instead of main.", valueName: "name"))
    var revision: String?

    @Option(help: ArgumentHelp("Which of a dataset's configurations, where it has several.", valueName: "name"))
    var config: String?

    @OptionGroup var telling: QuietOption

    @Argument(help: ArgumentHelp("The repository, ORGANISATION/NAME.", valueName: "name"))
    var name: String

    func validate() throws {
        if !dataset, split != nil || revision != nil || config != nil {
            throw ValidationError("--split, --revision and --config need --dataset: models are fetched whole.")
        }
    }

    func run() throws {
        let line = TransferLine()
        let isCancelled = Cancellation()
        let download = try download(isCancelled: { isCancelled.isSet }, line)
        var result: Result<URL, any Error>?
        let signal = Interruption.heeding(cancel: { isCancelled.set() }) {
            result = Result { try download() }
        }
        line.clear()
        if let signal, case .failure = result {
            throw Interruption(signal: signal, description: "interrupted; what came is kept, and the next pull goes on")
        }
        guard let snapshot = try result?.get() else { return }
        try Output.write(snapshot.path.printable + "\n")
    }

    private func download(isCancelled: @escaping @Sendable () -> Bool, _ line: TransferLine) throws -> () throws -> URL
    {
        guard dataset else {
            let model = try ModelDownload(name, settings: .current, isCancelled: isCancelled, report: line.take)
            return { try model() }
        }
        let part = DatasetDownload.Part(split: split, revision: revision, configuration: config)
        let dataset = try DatasetDownload(name, part, settings: .current, isCancelled: isCancelled, report: line.take)
        return { try dataset() }
    }
}

extension HubSettings {
    static var current: HubSettings { HubSettings(environment: ProcessInfo.processInfo.environment) }
}

/// Set once, on any thread.
private final class Cancellation: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
