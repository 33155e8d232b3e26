import Foundation
import Model

/// A dataset with labels: where the commands begin that evaluate prompts by how many images they get right.
struct EvaluatedDataset {
    let dataset: Dataset
    private(set) var labelColumn: Dataset.LabelColumn
    /// Before the prompt set hid or added classes.
    private let asked: Dataset.LabelColumn
    let split: String?
    private let encoding: ImageEncoding

    enum Failure: Error {
        case noLabels(dataset: String)
        /// Of those that were asked for.
        case noneOfTheLabels(String)
        case noImages(dataset: String)
        case oneClass(String, dataset: String)
    }

    /// - Parameter labels: the classes to choose among; nil for the dataset's.
    /// - Throws: `EvaluatedDataset.Failure.noLabels`, `EvaluatedDataset.Failure.noneOfTheLabels`
    init(_ dataset: Dataset, labels: LabelList?, split: String?, encoding: ImageEncoding) throws {
        let own = dataset.labelColumns.first
        if let unused = labels?.unused(in: dataset) {
            guard own?.choosing(among: labels?.labels ?? []).labels.contains(where: { $0 != nil }) == true else {
                throw Failure.noneOfTheLabels(unused)
            }
            Message.warning(unused)
        }
        guard let chosen = labels.map({ own?.choosing(among: $0.labels) }) ?? own,
            chosen.labels.contains(where: { $0 != nil })
        else { throw Failure.noLabels(dataset: dataset.name) }
        try Self.check(chosen, of: dataset)
        (self.dataset, self.split, self.encoding) = (dataset, split, encoding)
        (labelColumn, asked) = (chosen, chosen)
    }

    var classes: [String] { labelColumn.classes }
    /// nil where the labels have no name.
    var labelColumnName: String? { labelColumn.name.isEmpty ? nil : labelColumn.name }

    /// The same images among the classes that a prompt set offers.
    /// - Parameter source: what the set was read from, as it was typed.
    /// - Throws: `PromptSetError` where the set hides a class that there is not, or all of them.
    func offered(by set: PromptSet, from source: String) throws -> EvaluatedDataset {
        try dataset.check(set, labelColumn, source: source)
        var evaluated = self
        evaluated.labelColumn = labelColumn.offered(by: set)
        guard !evaluated.classes.isEmpty else { throw PromptSetError.everythingHidden(source: source) }
        try Self.check(evaluated.labelColumn, of: dataset)
        if let note = try set.sentencesNote(among: evaluated.classes, source: source) { Message.warning(note) }
        return evaluated
    }

    /// - Throws: `EvaluatedDataset.Failure.oneClass`
    private static func check(_ labelColumn: Dataset.LabelColumn, of dataset: Dataset) throws {
        guard labelColumn.classes.count != 1 else {
            throw Failure.oneClass(labelColumn.classes[0], dataset: dataset.name)
        }
    }

    /// How many of the images that have an embedding are evaluated, and why the others are not.
    func counts(in table: EmbeddingTable) -> EvaluatedCounts {
        EvaluatedCounts(own: dataset.labelColumns.first, asked: asked, offered: labelColumn, in: table)
    }

    /// Where the names come from that a prompt set says for the classes.
    func naming(_ set: PromptSet) -> ClassNaming { ClassNaming(set, classes: classes, own: dataset.prompts) }

    /// What figures over images that prompts were chosen on must not be read without.
    func notes(_ set: PromptSet, on images: EvaluatedImages) -> [String] {
        guard let chosenOn = set.chosenOn else { return [] }
        let chosen = images.images.count { chosenOn.contains(dataset.images[Int($0)].path) }
        guard chosen > 0 else { return [] }
        return [
            "The prompts were chosen on \(chosen) of these \(images.count) images: the figures are too good on them."
                + " clipscope eval has the accuracy on the others."
        ]
    }

    /// The dataset's embeddings: those that it brings, or its images encoded.
    /// - Throws: `EvaluatedDataset.Failure.noImages` where no image with a label could be read.
    func embedded(by model: CLIP) throws -> (table: EmbeddingTable, images: EvaluatedImages) {
        let (embedded, _) = try encoding.embeddings(of: dataset, model)
        let table = try embedded.withImages().table
        let images = EvaluatedImages(table, labels: labelColumn.labels)
        guard images.count > 0 else { throw Failure.noImages(dataset: dataset.name) }
        return (table, images)
    }
}

extension EvaluatedDataset.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .noLabels(let dataset): "\(dataset) has no labels, so that nothing can be told right from wrong"
        case .noneOfTheLabels(let words): words
        case .oneClass(let name, let dataset):
            "\(dataset) has one class to choose, \(name): every image is right, whatever the prompts are"
        case .noImages(let dataset): "\(dataset): none of the images that have a label could be read"
        }
    }
}
