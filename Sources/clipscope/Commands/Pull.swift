import ArgumentParser
import Foundation
import Model
import Synchronization

struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch a model from the Hugging Face hub.",
        discussion: """
            The files lie in the cache that other programs for the hub use too, and what they fetched is not fetched \
            again. A download that was interrupted goes on where it ended. Prints the model's directory; --model takes \
            it, and the name.

              clipscope pull openai/clip-vit-base-patch32
              clipscope eval --model openai/clip-vit-base-patch32

            Environment: HF_HUB_CACHE or HF_HOME say where the cache is, HF_TOKEN opens private and gated models, \
            HF_ENDPOINT is another hub, and with HF_HUB_OFFLINE=1 nothing is fetched.
            """)

    @Argument(help: ArgumentHelp("The repository, ORGANISATION/NAME.", valueName: "name"))
    var name: String

    func run() throws {
        let line = TransferLine()
        let isCancelled = Flag()
        let download = try ModelDownload(
            name, settings: .current, isCancelled: { isCancelled.isSet }, report: line.take)
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
}

extension HubSettings {
    static var current: HubSettings { HubSettings(environment: ProcessInfo.processInfo.environment) }
}

/// Set once, on any thread.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
