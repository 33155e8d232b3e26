import Foundation
import Model

/// The pairs that are trained on, and the images that never are: some choose the step, others are reported on.
struct TrainingImages {
    let pairs: CaptionedPairs
    /// Names of the images that are trained on.
    let trainedOn: ChosenOn
    let validation: HeldOutImages
    /// What the validation is of; nil without images.
    let validatedOn: String?
    let reported: HeldOutImages
    let reportedDataset: String
    let reportedLabels: String?
    /// What is trained on, for people.
    let source: String
    let notes: [String]

    /// One image of so many is held back from those that are trained on, where nothing else chooses the step.
    private static let heldBack = 4

    /// A dataset with labels: one part is trained on, the other reported on.
    /// - Parameter validating: chooses the step; nil: a fourth of the first part.
    init(
        _ labelled: Labelled, splits: (train: String, test: String)?, seed: UInt64, validating: Labelled?,
        model: CLIP
    ) throws {
        let (evaluated, set, dataset) = (labelled.evaluated, labelled.set, labelled.evaluated.dataset)
        let earlier = TrainingRecord.of(model)?.trainedOn
        let parts = try LearningParts(labelled.images, of: dataset, splits: splits, seed: seed) { image in
            let path = dataset.images[image].path
            return set.chosenOn?.contains(path) == true || earlier?.contains(path) == true
        }
        let classes = evaluated.classes
        let learnt = try LabelledRows(labelled.images.selecting(parts.train), classes: classes.count)
        let (held, kept) =
            validating == nil
            ? ShotDraw(learnt.labels, classes: classes.count, seed: seed).part(oneOf: Self.heldBack)
            : ([], Array(0..<learnt.count))
        let train = learnt.selecting(kept)
        pairs = CaptionedPairs(train, classes: classes, prompts: set, tokenizer: model.tokenizer)
        trainedOn = ChosenOn(
            dataset: dataset.name,
            images: kept.lazy.map { dataset.images[Int(labelled.images.images[parts.train[$0]])].path })
        let rows = try LabelledRows(labelled.images.selecting(parts.test), classes: classes.count)
        let (reported, copies) = HeldOutImages(rows, classes: classes, prompts: set).leavingOut(copiesOf: learnt.matrix)
        let chooses = try validating?.held() ?? HeldOutImages(learnt.selecting(held), classes: classes, prompts: set)
        // What is reported on does not choose either, where another view of the dataset does.
        let (validation, others) = chooses.leavingOut(copiesOf: train.matrix, reported.rows.matrix)
        (self.validation, self.reported) = (validation, reported)
        validatedOn =
            validation.count == 0 ? nil : validating?.evaluated.dataset.name ?? "\(dataset.name), held back"
        (reportedDataset, reportedLabels) = (dataset.name, evaluated.labelColumnName)
        switch parts.origin {
        case .splits(let train, _): source = "\(dataset.name), split \(train)"
        case .halves(let seed): source = "\(dataset.name), one half of the images (seed \(seed))"
        }
        notes = Self.notes(leftOut: parts.leftOut, copies: copies + others)
        try checkThatSomethingIsReported()
    }

    /// Captions: all are trained on. One half of the labelled images chooses the step, the other is reported on.
    init(_ file: CaptionFile, _ table: EmbeddingTable, validating: Labelled, seed: UInt64, model: CLIP) throws {
        pairs = CaptionedPairs(file, table, tokenizer: model.tokenizer)
        trainedOn = ChosenOn(dataset: file.url.lastPathComponent, images: file.images)
        source = file.url.lastPathComponent
        let dataset = validating.evaluated.dataset
        let earlier = TrainingRecord.of(model)?.trainedOn
        let parts = try LearningParts(validating.images, of: dataset, splits: nil, seed: seed) { image in
            let path = dataset.images[image].path
            return validating.set.chosenOn?.contains(path) == true || earlier?.contains(path) == true
        }
        let (validation, copies) = try validating.held(parts.train).leavingOut(copiesOf: pairs.images)
        let (reported, others) = try validating.held(parts.test).leavingOut(copiesOf: pairs.images)
        (self.validation, self.reported) = (validation, reported)
        validatedOn = validation.count == 0 ? nil : "\(dataset.name), one part"
        (reportedDataset, reportedLabels) = (dataset.name, validating.evaluated.labelColumnName)
        notes = Self.notes(leftOut: parts.leftOut, copies: copies + others)
        try checkThatSomethingIsReported()
    }

    private static func notes(leftOut: Int, copies: Int) -> [String] {
        var notes: [String] = []
        if leftOut > 0 {
            notes.append(
                "Not reported on: \(leftOut) images that the prompts were chosen on or an earlier training saw.")
        }
        if copies > 0 {
            notes.append(
                "Left out: \(copies) images with the very embedding of one that is trained on: copies, most likely.")
        }
        return notes
    }

    private func checkThatSomethingIsReported() throws {
        guard reported.count > 0 else {
            throw TrainingFailure.noValidation(
                "\(reportedDataset): every image that would be reported on is a copy of one that is trained on")
        }
    }
}

extension TrainingImages {
    /// What training.json says of the images that are reported on.
    func counts(before: HeldOutImages.Figures, after: HeldOutImages.Figures) -> TrainingRecord.Reported {
        TrainingRecord.Reported(
            dataset: reportedDataset, labelColumn: reportedLabels, images: reported.count, before: before.right,
            after: after.right)
    }

    /// A dataset with labels and embeddings, and the prompts for it.
    struct Labelled {
        let evaluated: EvaluatedDataset
        let set: PromptSet
        let images: EvaluatedImages

        /// - Throws: `EvaluatedDataset.Failure`, and what reading prompts throws
        init(_ read: Dataset, _ prompts: PromptOptions, _ encoding: ImageEncoding, _ model: CLIP, _ home: Home) throws {
            let own = try EvaluatedDataset(read, labels: nil, split: nil, encoding: encoding)
            set = read.prompts(chosen: try prompts.chosen(home, for: own.classes))
            evaluated = try own.offered(by: set, from: prompts.source(of: set))
            images = try evaluated.embedded(by: model).images
        }

        /// Some of the images, or all.
        func held(_ places: [Int]? = nil) throws -> HeldOutImages {
            let rows = try LabelledRows(
                places.map(images.selecting) ?? images, classes: evaluated.classes.count)
            return HeldOutImages(rows, classes: evaluated.classes, prompts: set)
        }
    }
}
