import ArgumentParser
import Model

/// Labelled images to learn from and others to report on, and the prompts that are set beside.
struct LearningOptions: ParsableArguments {
    @OptionGroup var evaluating: EvaluationOptions

    @Option(
        help: ArgumentHelp(
            "The split to learn from. (default: the dataset's train, else one half of the images)", valueName: "split"))
    var train: String?

    @Option(
        help: ArgumentHelp(
            "The split to report on. (default: the dataset's test, else the other half)", valueName: "split"))
    var test: String?

    @Option(help: ArgumentHelp("Images of which a vote of neighbours is taken.", valueName: "count"))
    var neighbours = 5

    @Option(help: ArgumentHelp("Seed of halves and of whatever is drawn.", valueName: "number"))
    var seed: UInt64 = 1

    func validate() throws {
        if (train == nil) != (test == nil) { throw ValidationError("--train and --test go together.") }
        if train != nil, evaluating.split.split != nil {
            throw ValidationError("--split goes with halves, not with --train and --test.")
        }
        try check("--neighbours", neighbours, from: 1)
    }

    /// What is learnt from and reported on, in memory.
    struct Images {
        let evaluated: EvaluatedDataset
        let set: PromptSet
        let prompts: ZeroShotClassifier
        let parts: LearningParts
        let train: LabelledRows
        let test: LabelledRows
        let report: LearningPartsReport

        /// The images that are learnt from.
        let fittedOn: ChosenOn

        /// Sentences that figures of them must not be read without.
        var notes: [String] { report.notes }
    }

    /// - Throws: `EvaluatedDataset.Failure`, `LearningParts.Failure`, `LabelledRows.Failure`
    func read(_ prompts: PromptOptions, _ classes: ClassOptions, _ clip: CLIP, _ home: Home) throws -> Images {
        let (evaluated, set) = try prompts.evaluated(evaluating.read(home), classes, home)
        let dataset = evaluated.dataset
        let (_, images) = try evaluated.embedded(by: clip)
        let classifier = try TemplateEmbeddings(model: clip).classifier(set, labels: evaluated.classes)
        var splits: (train: String, test: String)?
        if let train = self.train, let test = self.test { splits = (train, test) }
        let parts = try LearningParts(images, of: dataset, splits: splits, seed: seed) { image in
            set.chosenOn?.contains(dataset.images[image].path) ?? false
        }
        let count = evaluated.classes.count
        let learnt = try LabelledRows(images.selecting(parts.train), classes: count)
        let reported = try LabelledRows(images.selecting(parts.test), classes: count)
        let report = LearningPartsReport(
            parts, images: images.count, copies: LearningParts.copies(reported.matrix, in: learnt.matrix).count { $0 })
        let paths = parts.train.lazy.map { dataset.images[Int(images.images[$0])].path }
        return Images(
            evaluated: evaluated, set: set, prompts: classifier, parts: parts, train: learnt, test: reported,
            report: report,
            fittedOn: ChosenOn(dataset: dataset.name, images: paths))
    }
}
