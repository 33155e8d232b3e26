/// The figures of one evaluation, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md, and what has no value is left out.
package struct EvaluationReport: Sendable, Encodable {
    package struct PerClass: Sendable, Encodable {
        package let label: String
        /// Images of the class.
        package let images: Int
        /// Recall, a share of 1; nil for a class without images.
        package let top1: Double?
        package let mostConfusedWith: String?
        /// Images that were classified as the class.
        package let predicted: Int
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
    /// Templates that are on.
    package let templates: Int
    /// Shares of 1 over the images that have a label; nil where none has.
    package let top1: Double?
    package let top5: Double?
    package let meanPerClass: Double?
    package let expectedCalibrationError: Double?
    package let logitScale: Float
    /// In the order of the classes.
    package let perClass: [PerClass]
    package let seconds: Seconds

    let title: String
    let prompts: PromptSet
    let cached: Int
    let leftOutSentence: String?

    /// - Parameters:
    ///   - choice: what became of the dataset's classes; nil where they are as they were.
    ///   - notCounted: images of a hidden class.
    ///   - cached: embeddings that came from the cache.
    package init(
        _ classified: ClassifiedDataset, model: String, logitScale: Float, prompts: PromptSet, split: String?,
        choice: ClassChoice? = nil, notCounted: Int = 0, cached: Int, seconds: Seconds
    ) {
        let labelling = classified.labelling
        let metrics = classified.metrics
        let predicted = Dictionary(classified.outcomes.map { ($0.predicted, 1) }, uniquingKeysWith: +)
        self.model = model
        self.logitScale = logitScale
        self.prompts = prompts
        self.split = split
        self.cached = cached
        self.seconds = seconds
        dataset = classified.embedded.dataset.name
        title = classified.embedded.dataset.title
        labelColumn = labelling.name.isEmpty ? nil : labelling.name
        images = classified.embedded.images.count
        failed = classified.embedded.failures.count
        leftOut = classified.embedded.dataset.leftOut.count
        leftOutSentence = classified.embedded.dataset.leftOut.sentence
        classes = labelling.classes.count
        noAccuracy =
            labelling.classes.count == 1
            ? "one class, \(labelling.classes[0]): every image is right, whatever is on it" : nil
        hiddenClasses = choice.flatMap { $0.hidden.isEmpty ? nil : $0.hidden }
        addedClasses = choice.flatMap { $0.added.isEmpty ? nil : Array($0.added) }
        self.notCounted = hiddenClasses == nil ? nil : notCounted
        templates = prompts.active.count
        top1 = metrics?.top1
        top5 = metrics?.top5
        meanPerClass = metrics?.meanPerClass
        expectedCalibrationError = metrics?.expectedCalibrationError
        perClass = labelling.classes.enumerated().map { index, label in
            let own = metrics?.perClass[index]
            return PerClass(
                label: label, images: own?.images ?? 0, top1: own?.top1,
                mostConfusedWith: own?.mostConfusedWith.map { labelling.classes[$0] },
                predicted: predicted[index, default: 0])
        }
    }

    private enum CodingKeys: String, CodingKey {
        case model, dataset, labelColumn, split, images, failed, leftOut, classes, noAccuracy
        case hiddenClasses, addedClasses, notCounted, templates, top1, top5, meanPerClass
        case expectedCalibrationError = "ece"
        case logitScale, perClass, seconds
    }
}
