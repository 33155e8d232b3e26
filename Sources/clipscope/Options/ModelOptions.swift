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

    /// - Parameter usesCache: texts of an earlier start are not encoded again, nor is the hash of weights taken anew.
    func load(_ home: Home, usesCache: Bool = true) throws -> CLIP {
        let location = try location(home)
        let texts =
            usesCache ? TextStore.open(in: Directories.current.cache) { Message.warning($0) } : nil
        let clip = try CLIP(contentsOf: location, home: home, precision: precision, hashes: texts)
        if precision != .f32 { for warning in clip.warnings { Message.warning(warning) } }
        if let texts { clip.rememberTexts(in: texts) { Message.warning($0) } }
        return clip
    }
}

extension Precision: ExpressibleByArgument {}
