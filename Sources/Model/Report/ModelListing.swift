import Foundation

/// The models that are here, for people and programs.
package struct ModelListing: Sendable, Encodable {
    package struct Entry: Sendable, Encodable {
        package let name: String
        /// Its directory.
        package let location: String
        package let family: String?
        package let imageHeight: Int?
        package let imageWidth: Int?
        package let dimension: Int?
        /// Bytes of weights.
        package let bytes: Int?
        /// Why it cannot be used.
        package let problem: String?

        init(_ entry: ModelCatalogue.Entry) {
            (name, location) = (entry.name, entry.location.path)
            var facts: ModelFacts?
            switch entry.content {
            case .usable(let found): (facts, problem) = (found, nil)
            case .unusable(let reason): problem = reason
            }
            (family, dimension, bytes) = (facts?.family, facts?.dimension, facts?.bytes)
            (imageHeight, imageWidth) = (facts?.imageHeight, facts?.imageWidth)
        }
    }

    package let models: [Entry]

    package init(_ catalogue: ModelCatalogue) {
        models = catalogue.entries.map(Entry.init)
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable(
            ["name", "family", "image", "dimension", "size", "where"], [.left, .left, .right, .right, .right, .left])
        for model in models where model.problem == nil {
            table.add([
                model.name, model.family ?? "", Self.sides(model), model.dimension.map(String.init) ?? "",
                model.bytes.map(ReportText.megabytes) ?? "", model.location,
            ])
        }
        return table.text(style) + problems(style)
    }

    private func problems(_ style: TextStyle) -> String {
        let broken = models.filter { $0.problem != nil }
        guard !broken.isEmpty else { return "" }
        var table = TextTable(["not usable", "why"], [.left, .left])
        for model in broken { table.add([model.name, model.problem ?? ""]) }
        return "\n" + table.text(style)
    }

    private static func sides(_ model: Entry) -> String {
        guard let height = model.imageHeight, let width = model.imageWidth else { return "" }
        return height == width ? "\(height)" : "\(height)x\(width)"
    }
}
