/// How many images figures are over, and what keeps the others out of them.
package struct JudgedCounts: Sendable, Equatable {
    /// Images that have an embedding.
    package private(set) var images = 0
    /// Those whose label can be chosen: what the figures are over.
    package private(set) var labelled = 0
    /// Those that the dataset has no label for.
    package private(set) var unlabelled = 0
    /// Those with a label that is none of those that were asked for.
    package private(set) var otherLabels = 0
    /// Those of a hidden class.
    package private(set) var hidden = 0

    /// - Parameters:
    ///   - own: the dataset's labelling; nil where it has none.
    ///   - asked: the same images among the classes that were asked for, or `own`.
    ///   - offered: among those of them that the prompt set offers.
    ///   - table: which images have an embedding.
    package init(
        own: Dataset.Labelling?, asked: Dataset.Labelling, offered: Dataset.Labelling, in table: EmbeddingTable
    ) {
        for image in offered.labels.indices where table.isKnown(image) {
            images += 1
            if offered.labels[image] != nil {
                labelled += 1
            } else if asked.labels[image] != nil {
                hidden += 1
            } else if own?.labels[image] != nil {
                otherLabels += 1
            } else {
                unlabelled += 1
            }
        }
    }

    /// "10 of 370 images have one of these labels; the other 360 count in no figure." Nil where all images have one.
    /// Those of a hidden class are told apart from these.
    package var sentence: String? {
        let missing = unlabelled + otherLabels
        guard missing > 0 else { return nil }
        let have = images - missing
        let what = otherLabels > 0 ? "one of these labels" : "a label"
        let words = "\(have) of \(ReportText.count(images, "image")) \(have == 1 ? "has" : "have") \(what)"
        guard have > 0 else { return words + ": there is no accuracy." }
        return words + "; the other \(missing == 1 ? "one counts" : "\(missing) count") in no figure."
    }
}
