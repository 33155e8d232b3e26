import Foundation

/// Models that are worth fetching, for people and programs.
package struct RecommendedListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let name: String
        package let architecture: String
        package let parameters: Int
        package let bytes: Int
        package let imageSize: Int
        /// A share of 1.
        package let imagenetTop1: Double
        package let languages: String
        package let licence: String
        package let note: String
        package let source: String
        package let pull: String
        /// It is in the cache already.
        package let isHere: Bool

        init(_ model: RecommendedModel, isHere: Bool) {
            (name, architecture, languages, licence) = (
                model.name, model.architecture, model.languages, model.licence
            )
            (note, source, pull) = (model.note, model.source, model.pullCommand)
            parameters = Int((model.parameters * 1e6).rounded())
            bytes = model.megabytes * 1_000_000
            imageSize = model.imageSize
            imagenetTop1 = (model.imageNet * 10).rounded() / 1000
            self.isHere = isHere
        }
    }

    package let recommended: [Entry]

    /// - Parameter here: names of models that need no fetching.
    package init(here: Set<String>) {
        recommended = RecommendedModel.all.map { Entry($0, isHere: here.contains($0.name)) }
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(["ImageNet", "size", "name, and what it is for"], [.right, .right, .left])
        for model in recommended {
            table.add([
                String(format: "%.1f %%", 100 * model.imagenetTop1), "\(model.bytes / 1_000_000) MB", model.name,
            ])
            let languages = model.languages == "English" ? "" : "\(model.languages) languages; "
            let about = "\(model.note); \(model.imageSize) px; \(languages)\(model.licence)"
            table.add(["", "", (model.isHere ? "here; " : "") + about])
        }
        let words =
            "ImageNet is the published zero-shot accuracy, size that of f32 weights. `clipscope pull NAME` fetches one,"
            + " --model NAME uses it; --json has the sources."
        return table.text(style) + "\n" + ReportText.wrapped(words, style)
    }
}

extension RecommendedModel {
    package var pullCommand: String { "clipscope pull \(name)" }
}
