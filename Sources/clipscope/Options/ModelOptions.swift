import ArgumentParser
import Foundation
import Model

struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A model directory, a file of weights, or a name of `clipscope models`. (default: the embedded model)",
            valueName: "model"))
    var model: String?

    /// - Throws: `ModelCatalogue.Failure`
    func location(_ home: Home) throws -> URL {
        guard let model else { return home.model }
        return try ModelCatalogue(home: home, cache: HubSettings.current.cache)
            .location(of: model, in: .workingDirectory)
    }

    func load(_ home: Home) throws -> CLIP {
        try CLIP(contentsOf: location(home), home: home)
    }
}
