import ArgumentParser
import Foundation
import Model

/// Labelled images by their embeddings, of one half of the classes where that is asked for.
struct ClassHalfOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only the first (1) or second (2) half of the classes, drawn by --seed: fit to one, ask the other.",
            valueName: "half"))
    var classHalf: Int?

    @Option(help: ArgumentHelp("Seed of halves and of whatever is drawn.", valueName: "number"))
    var seed: UInt64 = 1

    func validate() throws {
        try check("--class-half", classHalf, in: 1...2)
    }

    /// The images of a dataset that have a label, of the half that was asked for.
    struct Images {
        let dataset: Dataset
        let table: EmbeddingTable
        /// Of the table.
        let places: [Int]
        /// The class of each.
        let names: [String]

        var paths: [String] { places.map { dataset.images[$0].path } }
    }

    /// - Throws: `EvaluatedDataset.Failure.noLabels`, `EvaluatedDataset.Failure.noImages`
    func images(_ dataset: Dataset, _ clip: CLIP, _ encoding: ImageEncoding) throws -> Images {
        guard let labelColumn = dataset.labelColumns.first, labelColumn.labels.contains(where: { $0 != nil }) else {
            throw EvaluatedDataset.Failure.noLabels(dataset: dataset.name)
        }
        let (embedded, _) = try encoding.embeddings(of: dataset, clip)
        let table = try embedded.withImages().table
        let half = classHalf.flatMap { ClassHalf(rawValue: $0) }?.classes(of: labelColumn.classes, seed: seed)
        let places = dataset.images.indices.filter { image in
            guard table.isKnown(image), let name = labelColumn.label(of: image) else { return false }
            return half?.contains(name) ?? true
        }
        guard !places.isEmpty else { throw EvaluatedDataset.Failure.noImages(dataset: dataset.name) }
        return Images(
            dataset: dataset, table: table, places: places, names: places.map { labelColumn.label(of: $0) ?? "" })
    }
}

extension ClassHalfOptions.Images {
    /// The rows of several together, a class being what goes by one name in any of them.
    /// - Throws: `LabelledRows.Failure`
    static func rows(_ images: [Self], _ projection: CompactProjection?) throws -> [LabelledRows] {
        let names = Set(images.flatMap(\.names)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        return try images.map { part in
            var values: [Float] = []
            values.reserveCapacity(part.places.count * part.table.dimension)
            for place in part.places { values += part.table[place] ?? [] }
            let matrix = Matrix(rows: part.places.count, columns: part.table.dimension, values: values)
            return try LabelledRows(
                projection?.images(matrix) ?? matrix, labels: part.names.map { Int32(numbers[$0] ?? 0) },
                classes: names.count)
        }
    }
}

/// A projection that `compact` saved.
struct ProjectOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("A projection to fewer dimensions that `clipscope compact` saved.", valueName: "file"))
    var project: String?

    /// - Throws: `CompactProjection.Failure`
    func read(_ clip: CLIP) throws -> CompactProjection? {
        guard let project else { return nil }
        let file = URL(typed: project)
        let projection = try CompactProjection(contentsOf: file)
        try projection.check(clip, file: file)
        return projection
    }
}
