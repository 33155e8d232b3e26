import ArgumentParser
import Foundation
import Model

struct LeaderboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaderboard",
        abstract: "Rank prompt sets, and models, on a labelled dataset.",
        discussion: """
            Evaluates every prompt set at hand on the same images: the dataset's own, those published for it, the template \
            sets of `clipscope templates`, and those saved in the explorer. Prints top-1 accuracy with its interval, the \
            mean of the classes' recalls, the log loss, and how far each is behind the first. Images that a set was chosen \
            on are left out.

              clipscope leaderboard
              clipscope leaderboard --dataset ~/pets --by log-loss
              clipscope leaderboard --prompts imagenet-7 --prompts mine.toml --prompts run:12
              clipscope leaderboard --also-model openai/clip-vit-base-patch32 --json | jq '.rows[0]'
            """)

    @Option(
        help: ArgumentHelp(
            "A set to rank instead of all at hand: a file, a name, a saved run or run:ID. Give it again for more.",
            valueName: "prompts"))
    var prompts: [String] = []

    @Option(help: ArgumentHelp("top1, mean-per-class or log-loss.", valueName: "figure"))
    var by = Leaderboard.Order.top1

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("Rank every set with this model too. Give it again for more.", valueName: "model"))
    var alsoModel: [String] = []

    @OptionGroup var output: JSONOption

    private typealias Candidate = (name: String, side: ComparedSide)

    func run() throws {
        let home = try Home.current()
        let evaluated = try evaluating.read(home)
        let candidates = try candidates(for: evaluated, home)
        let images = ComparedImages(evaluated, sides: candidates.map(\.side))
        var models = JudgingModels(home, model)
        var entrants: [(candidate: Candidate, model: String?)] = []
        for name in [model.model] + alsoModel {
            // Images are encoded before sets are: each says how far it is.
            try models.with(name, evaluated) { _ in }
            entrants += candidates.filter { !$0.side.isRun || name == model.model }.map { ($0, name) }
        }
        let results = try StepLine.during("prompt sets") { line in
            try entrants.map { entrant in
                if line.isCancelled { throw CancellationError() }
                defer { line.step(of: entrants.count) }
                return try images.evaluate(
                    entrant.candidate.side, name: entrant.candidate.name, model: entrant.model, &models)
            }
        }
        let chosenOn = candidates.reduce(nil as ChosenOn?) { ChosenOn.of($0, $1.side.chosenOn) }
        let isChosenOn = images.isChosenOn(chosenOn)
        guard
            let board = Leaderboard(
                results.map(\.outcomes), classes: images.classes.count, by: by, isChosenOn: isChosenOn ?? { _ in false }
            )
        else { throw Failure.nothingInCommon }
        let report = LeaderboardReport(
            board, results.map(\.side), dataset: images.dataset, labelColumn: images.labelColumn, split: images.split,
            classes: images.classes.count, classified: images.files.count)
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    /// What is ranked, each under the name that it is shown by.
    private func candidates(for evaluated: EvaluatedDataset, _ home: Home) throws -> [Candidate] {
        guard prompts.isEmpty else { return try prompts.map { ($0, try ComparedSide($0, home)) } }
        var sets: [PromptSet] = []
        if let own = evaluated.dataset.prompts { sets.append(own) }
        if let known = try home.knownDatasets.match(name: evaluated.dataset.name, labels: evaluated.classes) {
            var set = known.promptSet(for: evaluated.classes)
            set.name = "published for \(known.name)"
            sets.append(set)
        }
        sets += try home.templates.names.map(home.templates.load)
        sets += try History.existing(in: Directories.current.state)?.newestSets().map { try $0.promptSet } ?? []
        return sets.filter { set in
            guard !set.active.isEmpty else { return false }
            do {
                try evaluated.dataset.check(set, evaluated.labelColumn, source: set.name)
                return true
            } catch {
                Message.warning("\(set.name) is for other classes, it is not ranked: \(Model.message(of: error))")
                return false
            }
        }.map { ($0.name, .prompts($0, model: nil)) }
    }

    enum Failure: Error, CustomStringConvertible {
        case nothingInCommon

        var description: String { "no image has a label and was evaluated with every prompt set" }
    }
}

extension Leaderboard.Order: ExpressibleByArgument {}
