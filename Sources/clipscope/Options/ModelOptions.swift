import ArgumentParser
import Foundation
import Model

struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A model directory, a file of weights, or a name of `clipscope models`. (default: the embedded model)",
            valueName: "model"))
    var model: String?

    @Option(help: "In which numbers the model's transformers multiply: f32, or int8, which is faster and less exact.")
    var precision = Precision.f32

    /// - Throws: `ModelCatalogue.Failure`
    func location(_ home: Home) throws -> URL {
        guard let model else { return home.model }
        return try ModelCatalogue(home: home, cache: HubSettings.current.cache)
            .location(of: model, in: .workingDirectory)
    }

    /// - Parameter remembersTexts: texts of an earlier start are not encoded again.
    func load(_ home: Home, remembersTexts: Bool = true) throws -> CLIP {
        let clip = try CLIP(contentsOf: location(home), home: home, precision: precision)
        if precision != .f32 { for warning in clip.warnings { Message.warning(warning) } }
        if remembersTexts { clip.rememberTexts(in: Directories.current.cache) { Message.warning($0) } }
        return clip
    }
}

extension Precision: ExpressibleByArgument {}
