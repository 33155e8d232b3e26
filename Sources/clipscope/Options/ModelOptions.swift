import ArgumentParser
import Foundation
import Model

struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A model directory, a file of weights, or a name of `clipscope models`. (default: the embedded model)",
            valueName: "model"))
    var model: String?

    @Option(
        name: .customLong("precision"),
        help: ArgumentHelp(
            "Numeric precision of the transformer layers: f32, or int8, which is faster and less exact. (default: f32)",
            valueName: "precision"))
    private var givenPrecision: Precision?

    @Option(
        help: ArgumentHelp(
            """
            What a single file of weights is, as open_clip names it: ViT-B-32 (GELU), ViT-B-32-quickgelu, ViT-H-14, RN50. \
            Nothing in such a file tells it.
            """, valueName: "name"))
    var architecture: String?

    /// As it was typed, or as config.toml says; nil: the embedded model.
    /// - Throws: what reading config.toml throws.
    var name: String? { get throws { try model ?? Preferences.current().model } }

    /// - Throws: what reading config.toml throws; `Preferences.Failure` where it names no precision.
    var precision: Precision {
        get throws {
            let preferences = try Preferences.current()
            guard givenPrecision == nil, let name = preferences.precision else { return givenPrecision ?? .f32 }
            guard let precision = Precision(rawValue: name) else {
                throw preferences.unexpected(
                    "precision", name, Precision.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return precision
        }
    }

    /// - Throws: `CheckpointError.unknownArchitecture`
    var knownArchitecture: Architecture? {
        get throws { try architecture.map(Architecture.init(named:)) }
    }

    /// - Throws: `ModelCatalogue.Failure`
    func location(_ home: Home) throws -> URL {
        guard let name = try name else { return home.model }
        return try ModelCatalogue(home: home, cache: HubSettings.current.cache)
            .location(of: name, in: .workingDirectory)
    }

    /// - Parameter usesCache: texts of an earlier start are not encoded again, nor is the hash of weights taken anew.
    func load(_ home: Home, usesCache: Bool = true) throws -> CLIP {
        let texts =
            usesCache ? TextStore.open(in: Directories.current.cache) { Message.warning($0) } : nil
        let clip = try read(home, precision: precision, hashes: texts)
        for warning in clip.warnings { Message.warning(warning) }
        if let training = TrainingRecord.of(clip) { Message.note(training.sentence(for: clip.name)) }
        if let texts { clip.rememberTexts(in: texts) { Message.warning($0) } }
        return clip
    }

    func read(_ home: Home, precision: Precision, hashes: (any FileHashes)? = nil) throws -> CLIP {
        try CLIP(
            contentsOf: location(home), home: home, precision: precision, architecture: knownArchitecture,
            hashes: hashes)
    }
}

extension Precision: ExpressibleByArgument {}
