import Foundation

/// training.json beside a model: what its text side was trained on, and what that gave.
package struct TrainingRecord: Sendable, Codable, Equatable {
    /// Images that were never trained on, before and after.
    package struct Reported: Sendable, Codable, Equatable {
        package let dataset: String
        package let labelColumn: String?
        package let images: Int
        /// Images that were classified right.
        package let before: Int
        package let after: Int

        package init(dataset: String, labelColumn: String?, images: Int, before: Int, after: Int) {
            (self.dataset, self.labelColumn, self.images) = (dataset, labelColumn, images)
            (self.before, self.after) = (before, after)
        }
    }

    static let fileName = "training.json"
    private static let version = "clipscope training 1"

    package let format: String
    package let program: String
    /// The model that it began with: its name and fingerprint.
    package let model: String
    package let fingerprint: String
    package let pairs: Int
    package let captions: Int
    package let settings: TrainingSettings
    package let average: Double
    package let steps: Int
    package let bestStep: Int
    package let reported: [Reported]
    /// Names of the images that are trained on, by hashes; of the models before it too.
    package let trainedOn: ChosenOn

    package init(
        program: String, model: CLIP, pairs: CaptionedPairs, settings: TrainingSettings, average: Double, steps: Int,
        bestStep: Int, reported: [Reported], trainedOn: ChosenOn
    ) {
        format = Self.version
        (self.program, self.model, fingerprint) = (program, model.name, model.fingerprint)
        (self.pairs, captions, self.settings, self.average) = (pairs.count, pairs.distinctCaptions, settings, average)
        (self.steps, self.bestStep, self.reported) = (steps, bestStep, reported)
        self.trainedOn = trainedOn.union(TrainingRecord.of(model)?.trainedOn)
    }

    /// - Throws: `AtomicWrite.Failure`
    package func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try AtomicWrite.write(try encoder.encode(self) + Data("\n".utf8), to: folder.appending(path: Self.fileName))
    }

    /// That of a model; nil where there is none, or none that can be read.
    package static func of(_ model: CLIP) -> TrainingRecord? {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = try? BoundedFile.contents(
            of: model.location.appending(path: fileName), atMost: BoundedFile.settings)
        return data.flatMap { try? decoder.decode(TrainingRecord.self, from: $0) }
    }

    /// What whoever opens the model should know.
    package func sentence(for name: String) -> String {
        "\(name): its text side was trained on \(trainedOn.count) images of \(listing(trainedOn.datasets)) (training.json);"
            + " figures of those are too good"
    }

    /// A sentence for figures of images; nil where none of them was trained on.
    package func note(on images: some Sequence<String>, of count: Int) -> String? {
        let own = images.count { trainedOn.contains($0) }
        guard own > 0 else { return nil }
        return
            "The model's text side was trained on \(own) of these \(count) images, by their names: figures are too good"
            + " on them."
    }
}
