import Foundation

/// A training from its first step, or from where it stopped, to a model directory.
package final class TrainingRun {
    /// What is told of it while it runs.
    package enum Event: Sendable {
        case step(TextTrainer.Figures)
        /// After so many steps, on the images that choose.
        case validated(step: Int, HeldOutImages.Figures, isBest: Bool)
    }

    /// How it ended.
    package struct Ending: Sendable {
        /// Steps done.
        package let steps: Int
        /// The step whose parameters were kept; 0: the start.
        package let best: Int
        package let isFinished: Bool
    }

    private let model: TrainableModel
    private let tokenizer: Tokenizer
    private let validation: HeldOutImages
    private let folder: URL
    private let identity: TrainingState.Identity
    private var batches: PairBatches
    private var trainer: TextTrainer
    private var best: TrainingState.Best
    private var bestValues: [Float]
    private var log: TrainingLog
    package let settings: TrainingSettings
    /// The step that it went on from; nil where it began anew.
    package let resumedAt: Int?

    /// - Parameters:
    ///   - validation: chooses among the steps; without images the last step is kept.
    ///   - folder: gets the state, the log and the model. Nothing may be there but what a training that is resumed left.
    /// - Throws: `TrainingFailure`, and what reading a state throws
    package init(
        _ model: TrainableModel, of clip: CLIP, _ pairs: CaptionedPairs, validation: HeldOutImages,
        _ settings: TrainingSettings, in folder: URL, isResuming: Bool
    ) throws {
        guard (2...max(2, pairs.count)).contains(settings.batch), pairs.count >= 2 else {
            throw TrainingFailure.batchTooLarge(settings.batch, pairs: pairs.count)
        }
        guard pairs.distinctGroups > 1 else { throw TrainingFailure.oneGroup(pairs: pairs.count) }
        (self.model, tokenizer, self.validation) = (model, clip.tokenizer, validation)
        batches = PairBatches(pairs, of: settings.batch, seed: settings.seed)
        (self.settings, self.folder) = (settings, folder)
        identity = TrainingState.Identity(model: clip.fingerprint, pairs: pairs.hash, settings: settings)
        if isResuming {
            let state = try TrainingState(
                in: folder, of: identity, count: model.layout.count,
                trained: model.layout.trained(settings.part).count)
            trainer = TextTrainer(model.layout, state, settings)
            (best, bestValues, resumedAt) = (state.best, state.bestValues, state.step)
            log = try TrainingLog(in: folder, until: state.step)
        } else {
            try Self.checkThatNothingIsThere(folder)
            trainer = TextTrainer(model.layout, model.start, settings)
            best = TrainingState.Best(step: 0, right: -1, logLoss: .greatestFiniteMagnitude)
            (bestValues, resumedAt, log) = (model.start, nil, TrainingLog())
        }
    }

    private static func checkThatNothingIsThere(_ folder: URL) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        if names.contains(TrainingState.fileName) {
            throw TrainingFailure.occupied(folder, by: "a training that was stopped: --resume goes on with it, and it")
        }
        if let name = names.sorted().first { throw TrainingFailure.occupied(folder, by: name) }
    }

    /// Runs until all steps are done or `isCancelled` turns true, which leaves a state to go on from. The best weights are
    /// in `bestValues` then.
    /// - Throws: `TrainingFailure.diverged`, after the last state was written with the best weights; and what writing throws
    package func run(report: (Event) -> Void, isCancelled: () -> Bool) throws -> Ending {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        if resumedAt == nil { try validate(report) }
        while trainer.step < settings.steps {
            if isCancelled() {
                try checkpoint()
                return Ending(steps: trainer.step, best: best.step, isFinished: false)
            }
            let figures: TextTrainer.Figures
            do {
                figures = try trainer.advance(batches.batch(trainer.step))
            } catch {
                try log.write(to: folder)
                throw error
            }
            log.add(figures)
            report(.step(figures))
            if trainer.step % settings.interval == 0 || trainer.step == settings.steps {
                try validate(report)
                if trainer.step < settings.steps { try checkpoint() }
            }
        }
        try log.write(to: folder)
        return Ending(steps: trainer.step, best: best.step, isFinished: true)
    }

    private func validate(_ report: (Event) -> Void) throws {
        guard validation.count > 0 else {
            (best.step, bestValues) = (trainer.step, trainer.values)
            return
        }
        let figures = try validation.figures(
            model.layout.encoder(trainer.values), tokenizer, logitScale: exp(trainer.logitScale))
        log.add(figures, step: trainer.step)
        let isBest = (figures.right, -figures.logLoss) > (best.right, -best.logLoss)
        if isBest {
            best = TrainingState.Best(step: trainer.step, right: figures.right, logLoss: figures.logLoss)
            bestValues = trainer.values
        }
        report(.validated(step: trainer.step, figures, isBest: isBest))
    }

    /// State and log, the log first: what it has beyond the state is cut when the training is resumed.
    private func checkpoint() throws {
        try log.write(to: folder)
        try TrainingState(identity: identity, trainer, bestValues: bestValues, best: best).write(to: folder)
    }

    package var bestStep: Int { best.step }
    /// Done so far.
    package var steps: Int { trainer.step }

    /// Writes the model: the best weights, or between the start and them.
    /// - Parameter average: the share of the trained weights, 1 for these alone (Wortsman et al. 2022, "Robust fine-tuning of
    ///   zero-shot models", WiSE-FT).
    /// - Throws: as `TrainableModel.write`
    package func writeModel(average: Double) throws {
        var values = bestValues
        if average < 1 {
            let share = Float(average)
            for index in values.indices { values[index] = (1 - share) * model.start[index] + share * values[index] }
        }
        try model.write(values, to: folder)
    }

    /// A training that is finished has nothing to go on from.
    package func removeState() {
        try? FileManager.default.removeItem(at: folder.appending(path: TrainingState.fileName))
    }
}

/// training-log.csv: a row a step, and what the validation said where there was one.
struct TrainingLog {
    static let fileName = "training-log.csv"
    private static let header = [
        "step", "loss", "scale", "gradient_norm", "rate", "validation_accuracy", "validation_log_loss",
    ]
    private var rows: [(step: Int, cells: [String])] = []

    init() {}

    /// The rows of an earlier part, up to a step.
    /// - Throws: `TrainingFailure.damaged`
    init(in folder: URL, until step: Int) throws {
        let file = folder.appending(path: Self.fileName)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw TrainingFailure.damaged(file, reason: "cannot be read")
        }
        for line in text.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == Self.header.count, let own = Int(cells[0]) else {
                throw TrainingFailure.damaged(file, reason: "is no log of a training: \(line.prefix(60))")
            }
            if own <= step { rows.append((own, cells)) }
        }
    }

    mutating func add(_ figures: TextTrainer.Figures) {
        rows.append(
            (
                figures.step,
                ["\(figures.step)"] + [figures.loss, figures.scale, figures.norm, figures.rate].map { "\($0)" } + [
                    "", "",
                ]
            ))
    }

    mutating func add(_ figures: HeldOutImages.Figures, step: Int) {
        if rows.last?.step != step { rows.append((step, ["\(step)", "", "", "", "", "", ""])) }
        rows[rows.count - 1].cells.replaceSubrange(5..., with: ["\(figures.accuracy)", "\(figures.logLoss)"])
    }

    /// - Throws: `AtomicWrite.Failure`
    func write(to folder: URL) throws {
        let csv = CSVText()
        try AtomicWrite.write(
            ([Self.header] + rows.map(\.cells)).map(csv.line).joined(), to: folder.appending(path: Self.fileName))
    }
}
