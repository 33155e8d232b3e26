import ArgumentParser
import Foundation
import Model

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train the text side of a CLIP on images and captions, the image tower locked.",
        discussion: """
            Adapts the text tower to a dataset: the images' embeddings stay as they are, so that it takes minutes on a \
            laptop. A labelled dataset gives a caption to each image: a template of the prompt set with the name of its \
            class. One part of the images is trained on, the other is only reported on; a fourth of the first part chooses \
            the step that is kept. With --pairs all captions are trained on, and --validate names labelled images: one half \
            chooses, the other is reported on.

            DIR becomes a model directory for clipscope and open_clip, with training.json and training-log.csv. Ctrl-C \
            leaves a state there, from which --resume goes on to the same weights.

              clipscope train --dataset ~/pets --out ~/models/pets
              clipscope eval --model ~/models/pets --dataset ~/other
              clipscope train --pairs captions.csv --validate ~/pets --out adapted
              clipscope train --dataset ~/pets --average 0.5 --out between
            """)

    @Option(
        help: ArgumentHelp("A dataset with labels, see `clipscope eval --help`. (default: sample)", valueName: "path"))
    var dataset: String?

    @Option(help: ArgumentHelp("Which of the datasets' labels are the classes.", valueName: "name"))
    var labelColumn: String?

    @Option(
        help: ArgumentHelp(
            "Instead of a dataset: a .csv, .tsv or .jsonl with a column of files and one of captions.",
            valueName: "file"))
    var pairs: String?

    @Option(
        help: ArgumentHelp(
            "The split to train on. (default: the dataset's train, else one half of the images)", valueName: "split"))
    var train: String?

    @Option(
        help: ArgumentHelp(
            "The split to report on. (default: the dataset's test, else the other half)", valueName: "split"))
    var test: String?

    @Option(
        name: .customLong("validate"),
        help: ArgumentHelp(
            "A dataset with labels that chooses the step. (default: a fourth of what would be trained on)",
            valueName: "path"))
    var validation: String?

    @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
    var out: String

    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("What is trained: text, or projection, its last layer alone.", valueName: "part"))
    var only = TrainedPart.text

    @Option(
        help: ArgumentHelp("softmax (CLIP's), or sigmoid for a model with a logit_bias (SigLIP's).", valueName: "loss"))
    var loss: TrainingSettings.Loss?

    @Option(help: ArgumentHelp("Steps of the optimiser, AdamW.", valueName: "count"))
    var steps = 200

    @Option(
        help: ArgumentHelp(
            "Pairs of a step. (default: 128, or half of the pairs where they are fewer than 256)", valueName: "count"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            "The highest learning rate: it grows to that, and follows a cosine to 0.", valueName: "number"))
    var rate = 1e-5

    @Option(help: ArgumentHelp("Steps in which the rate grows. (default: a tenth of the steps)", valueName: "count"))
    var warmUp: Int?

    @Option(help: ArgumentHelp("Weight decay, of matrices.", valueName: "number"))
    var decay = 0.2

    @Option(help: ArgumentHelp("The longest gradient; longer ones are shortened.", valueName: "number"))
    var clip = 1.0

    @Option(
        help: ArgumentHelp(
            "Steps between two validations, each of which writes a state. (default: a tenth of the steps)",
            valueName: "count"))
    var every: Int?

    @Option(
        help: ArgumentHelp(
            "The share of the trained weights in what is written; the rest is the start's (WiSE-FT).",
            valueName: "share"))
    var average = 1.0

    @Option(help: ArgumentHelp("Seed of halves, batches and captions.", valueName: "number"))
    var seed: UInt64 = 1

    @Flag(help: "Go on with a training that was stopped, by the same options.")
    var resume = false

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if pairs != nil, dataset != nil || train != nil || test != nil {
            throw ValidationError("--pairs goes without --dataset, --train and --test: all of it is trained on.")
        }
        if pairs != nil, validation == nil {
            throw ValidationError("--pairs needs --validate, a dataset with labels to choose the step on.")
        }
        if (train == nil) != (test == nil) { throw ValidationError("--train and --test go together.") }
        try check("--steps", steps, in: 1...10_000_000)
        try check("--batch", batch, in: 2...65_536)
        try check("--rate", rate, in: 1e-12...1e12)
        try check("--warm-up", warmUp, in: 0...steps)
        try check("--decay", decay, in: 0...1e6)
        try check("--clip", clip, in: 1e-9...1e9)
        try check("--every", every, from: 1)
        try check("--average", average, in: 0...1)
    }

    func run() throws {
        let home = try Home.current()
        let start = try model.load(home)
        let trainable = try TrainableModel(of: start)
        let images = try read(start, home)
        let settings = try settings(for: images.pairs, trainable)
        let folder = URL(typed: out, isDirectory: true)
        let run = try TrainingRun(
            trainable, of: start, images.pairs, validation: images.validation, settings, in: folder, isResuming: resume)
        if let step = run.resumedAt { Message.hint("goes on at step \(step) of \(settings.steps)") }
        let before = try images.reported.figures(start)
        let begin = ContinuousClock.now
        try perform(run, settings, start, images)
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        try run.writeModel(average: average)
        // What is reported is what lies there: read back, in the precision in which it was written.
        let written = try CLIP(contentsOf: folder, home: home)
        let after = try images.reported.figures(written)
        try record(run, start, images, [images.counts(before: before, after: after)]).write(to: folder)
        run.removeState()
        let report = TrainingReport(
            model: start.name, out: out, pairs: images.pairs, source: images.source, settings: settings,
            average: average, bestStep: run.bestStep, validation: images.validatedOn,
            validationImages: images.validation.count, seconds: run.resumedAt == nil ? seconds : nil,
            reported: TrainingReport.HeldOut(
                images.reported, dataset: images.reportedDataset, labelColumn: images.reportedLabels, before: before,
                after: after), notes: images.notes)
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    /// - Throws: `Interruption` where it was stopped, `TrainingFailure.diverged` after what is good was written.
    private func perform(
        _ run: TrainingRun, _ settings: TrainingSettings, _ start: CLIP, _ images: TrainingImages
    ) throws {
        let line = TrainingLine(settings)
        var result: Result<TrainingRun.Ending, any Error>?
        let signal = Interruption.heeding(cancel: { line.cancel() }) {
            result = Result { try run.run(report: line.take, isCancelled: { line.isCancelled }) }
        }
        line.clear()
        guard let result else { preconditionFailure("a training that did not run") }
        do {
            let ending = try result.get()
            guard ending.isFinished else {
                throw Interruption(
                    signal: signal ?? SIGINT,
                    description: "interrupted after step \(ending.steps) of \(settings.steps); \(out) has the state: "
                        + "--resume goes on")
            }
        } catch let failure as TrainingFailure where run.bestStep > 0 {
            try run.writeModel(average: average)
            try record(run, start, images, []).write(to: URL(typed: out, isDirectory: true))
            throw Diverged(failure: failure, kept: "\(out) is the model of step \(run.bestStep), the best until then")
        } catch let failure as TrainingFailure {
            throw Diverged(failure: failure, kept: "no step was better than the start: no model is written")
        }
    }

    private struct Diverged: Error, CustomStringConvertible {
        let failure: TrainingFailure
        let kept: String

        var description: String { "\(failure); \(kept)" }
    }

    private func read(_ clip: CLIP, _ home: Home) throws -> TrainingImages {
        let encoding = try embedding.encoding
        func labelled(_ name: String) throws -> TrainingImages.Labelled {
            let read = try DatasetOptions.read(name, home, labelColumn: labelColumn, split: nil)
            return try TrainingImages.Labelled(read, prompts, encoding, clip, home)
        }
        let validating = try validation.map(labelled)
        if let pairs, let validating {
            let file = try CaptionFile(contentsOf: URL(typed: pairs))
            let (embedded, _) = try encoding.encode(file.dataset, clip)
            return try TrainingImages(
                file, embedded.withImages().table, validating: validating, seed: seed, model: clip)
        }
        var splits: (train: String, test: String)?
        if let train, let test { splits = (train, test) }
        let name = try dataset ?? Preferences.current().dataset ?? "sample"
        return try TrainingImages(
            labelled(name), splits: splits, seed: seed, validating: validating, model: clip)
    }

    private func settings(for pairs: CaptionedPairs, _ trainable: TrainableModel) throws -> TrainingSettings {
        var settings = TrainingSettings()
        settings.part = only
        settings.loss = loss ?? (trainable.hasBias ? .sigmoid : .softmax)
        if settings.loss == .sigmoid, !trainable.hasBias {
            throw TrainingFailure.notTrainable(
                trainable.directory, reason: "has no logit_bias, which --loss sigmoid needs")
        }
        (settings.steps, settings.batch) = (steps, batch ?? min(128, max(2, pairs.count / 2)))
        (settings.rate, settings.warmUp) = (rate, warmUp ?? steps / 10)
        (settings.decay, settings.clip, settings.seed) = (decay, clip, seed)
        settings.interval = every ?? max(1, steps / 10)
        return settings
    }

    private func record(
        _ run: TrainingRun, _ start: CLIP, _ images: TrainingImages, _ reported: [TrainingRecord.Reported]
    ) -> TrainingRecord {
        TrainingRecord(
            program: Clipscope.nameAndVersion, model: start, pairs: images.pairs, settings: run.settings,
            average: average, steps: run.steps, bestStep: run.bestStep, reported: reported, trainedOn: images.trainedOn)
    }
}

extension TrainedPart: ExpressibleByArgument {}
extension TrainingSettings.Loss: ExpressibleByArgument {}
