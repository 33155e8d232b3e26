/// The figures of one evaluation, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md, and what has no value is left out.
package struct EvaluationReport: Sendable, Encodable {
    package struct PerClass: Sendable, Encodable {
        package let label: String
        /// Images of the class.
        package let images: Int
        /// Recall, a share of 1; nil for a class without images.
        package let recall: Double?
        /// `recall` by the name that it had in version 0.1: docs/formats.md says when it goes.
        private let top1: Double?
        package let mostConfusedWith: String?
        /// Images that were classified as the class, those of a hidden class excepted.
        package let predicted: Int

        init(_ figures: Metrics.PerClass?, label: String, mostConfusedWith: String?, predicted: Int) {
            (self.label, images) = (label, figures?.images ?? 0)
            (recall, top1) = (figures?.recall, figures?.recall)
            (self.mostConfusedWith, self.predicted) = (mostConfusedWith, predicted)
        }
    }

    /// Images that the prompts were chosen on: the accuracy on all of them is too good.
    package struct Chosen: Sendable, Encodable {
        /// Where they were chosen.
        package let datasets: [String]
        /// How many of the images that have a label.
        package let images: Int
        package let others: Int
        /// On the others; nil where there are none.
        package let othersTop1: Double?

        fileprivate init?(_ classified: ClassifiedDataset, _ chosenOn: ChosenOn?) {
            guard let chosenOn else { return nil }
            let embedded = classified.embedded
            var (images, others, right) = (0, 0, 0)
            for (place, outcome) in zip(embedded.images, classified.outcomes) {
                guard let truth = outcome.truth else { continue }
                if chosenOn.contains(embedded.dataset.images[place].path) {
                    images += 1
                } else {
                    others += 1
                    right += truth.rank == 1 ? 1 : 0
                }
            }
            datasets = chosenOn.datasets
            (self.images, self.others) = (images, others)
            othersTop1 = others > 0 ? Double(right) / Double(others) : nil
        }
    }

    package struct Seconds: Sendable, Encodable {
        /// Model and dataset.
        package var load = 0.0
        package var images = 0.0
        package var text = 0.0
        package var scores = 0.0

        package init() {}
    }

    package let model: String
    package let dataset: String
    package let labelColumn: String?
    package let split: String?
    /// Images that were classified, with or without a label.
    package let images: Int
    /// Those of them that the figures are over; those without a label, and those of other labels than were asked for.
    package let labelled: Int
    package let unlabelled: Int
    package let otherLabels: Int
    /// Images that could not be read.
    package let failed: Int
    /// Files of the dataset that might be taken for images and are not.
    package let leftOut: Int
    /// Classes to choose among.
    package let classes: Int
    /// Why there is no accuracy, where there are labels and one class to choose.
    package let noAccuracy: String?
    /// Classes of the dataset that could not be chosen, and such that no image has; nil without any.
    package let hiddenClasses: [String]?
    package let addedClasses: [String]?
    /// Images of a hidden class, which do not count in the figures; nil where no class is hidden.
    package let notCounted: Int?
    /// Name of the prompt set, or what a saved classifier says of itself.
    package let promptSet: String
    /// The file of a saved classifier; nil where the prompts classify.
    package let weights: String?
    /// What images and prompts went through; nil without one.
    package let projection: String?
    /// Where the names come from that prompts say for classes; nil without classes.
    package let namesFrom: NamesOrigin?
    /// Nil where the prompts were chosen on no images.
    package let chosenOn: Chosen?
    /// Templates that are on.
    package let templates: Int
    /// Shares of 1 over the images that have a label; nil where none has.
    package let top1: Double?
    package let top5: Double?
    package let meanPerClass: Double?
    package let expectedCalibrationError: Double?
    package let logitScale: Float
    /// Of a model that was trained with a sigmoid; probabilities are the softmax over the classes all the same.
    package let logitBias: Float?
    /// What the calibration error is over.
    package let probabilityIs = ProbabilityKind.softmax
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?
    /// In the order of the classes.
    package let perClass: [PerClass]
    package let seconds: Seconds

    let title: String
    let prompts: PromptSet
    let cached: Int
    let counts: EvaluatedCounts
    let naming: ClassNaming
    let leftOutSentence: String?

    /// - Parameters:
    ///   - asked: the label column before the prompt set hid or added classes; nil where it is that of `classified`.
    ///   - choice: what became of the dataset's classes; nil where they are as they were.
    ///   - weights: the name of the file that the classifier was saved in.
    ///   - projection: what images and prompts went through.
    ///   - training: of the model; nil where it was not trained here.
    ///   - cached: embeddings that came from the cache.
    package init(
        _ classified: ClassifiedDataset, model: String, logitScale: Float, logitBias: Float? = nil, prompts: PromptSet,
        split: String?, weights: String? = nil, projection: CompactProjection? = nil,
        training: TrainingRecord? = nil, asked: Dataset.LabelColumn? = nil, choice: ClassChoice? = nil, cached: Int,
        seconds: Seconds
    ) {
        let (offered, asked) = (classified.labelColumn, asked ?? classified.labelColumn)
        let metrics = classified.metrics
        var predicted: [Int: Int] = [:]
        for (image, outcome) in zip(classified.embedded.images, classified.outcomes) {
            let isHidden = asked.labels[image] != nil && offered.labels[image] == nil
            if !isHidden { predicted[outcome.predicted, default: 0] += 1 }
        }
        counts = EvaluatedCounts(
            own: classified.embedded.dataset.labelColumns.first, asked: asked, offered: offered,
            in: classified.embedded.table)
        self.model = model
        (self.logitScale, self.logitBias) = (logitScale, logitBias)
        self.prompts = prompts
        (self.split, self.weights) = (split, weights)
        self.cached = cached
        self.projection = projection?.words
        self.seconds = seconds
        dataset = classified.embedded.dataset.name
        title = classified.embedded.dataset.title
        labelColumn = offered.name.isEmpty ? nil : offered.name
        images = classified.embedded.images.count
        failed = classified.embedded.failures.count
        leftOut = classified.embedded.dataset.leftOut.count
        leftOutSentence = classified.embedded.dataset.leftOut.sentence
        classes = offered.classes.count
        noAccuracy =
            offered.classes.count == 1
            ? "one class, \(offered.classes[0]): every image is right, whatever is on it" : nil
        hiddenClasses = choice.flatMap { $0.hidden.isEmpty ? nil : $0.hidden }
        addedClasses = choice.flatMap { $0.added.isEmpty ? nil : Array($0.added) }
        notCounted = hiddenClasses == nil ? nil : counts.hidden
        (labelled, unlabelled, otherLabels) = (counts.labelled, counts.unlabelled, counts.otherLabels)
        let paths = classified.embedded.images.lazy.map { classified.embedded.dataset.images[$0].path }
        let fitted = projection?.note(on: paths, of: paths.count)
        let own = [
            training?.note(on: paths, of: paths.count), fitted, counts.sentence,
            metrics == nil ? nil : ReportText.topFiveNote(classes: offered.classes.count),
        ]
        .compactMap { $0 }
        notes = own.isEmpty || offered.classes.isEmpty ? nil : own
        promptSet = prompts.name
        let naming = ClassNaming(prompts, classes: offered.classes, own: classified.embedded.dataset.prompts)
        self.naming = naming
        namesFrom = offered.classes.isEmpty ? nil : naming.origin
        chosenOn = Chosen(classified, prompts.chosenOn)
        templates = prompts.active.count
        top1 = metrics?.top1
        top5 = metrics?.top5
        meanPerClass = metrics?.meanPerClass
        expectedCalibrationError = metrics?.expectedCalibrationError
        perClass = offered.classes.enumerated().map { index, label in
            let own = metrics?.perClass[index]
            return PerClass(
                own, label: label,
                mostConfusedWith: own?.mostConfusedWith.map { offered.classes[$0] },
                predicted: predicted[index, default: 0])
        }
    }

    private enum CodingKeys: String, CodingKey {
        case model, dataset, labelColumn, split, images, labelled, unlabelled, otherLabels, failed, leftOut, classes
        case noAccuracy, hiddenClasses, addedClasses, notCounted, chosenOn, namesFrom, templates, top1, top5
        case meanPerClass
        case expectedCalibrationError = "ece"
        case logitScale, logitBias, probabilityIs, notes, perClass, seconds
        case promptSet = "prompts"
        case weights, projection
    }
}

/// How many images figures are over, and what keeps the others out of them.
package struct EvaluatedCounts: Sendable, Equatable {
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
    ///   - own: the dataset's label column; nil where it has none.
    ///   - asked: the same images among the classes that were asked for, or `own`.
    ///   - offered: among those of them that the prompt set offers.
    ///   - table: which images have an embedding.
    package init(
        own: Dataset.LabelColumn?, asked: Dataset.LabelColumn, offered: Dataset.LabelColumn, in table: EmbeddingTable
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
