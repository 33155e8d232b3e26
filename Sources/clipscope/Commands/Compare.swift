import ArgumentParser
import Foundation
import Model

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two prompt sets, models or saved runs on the same images.",
        discussion: """
            Prints top-1 and top-5 accuracy, the mean of the classes' recalls and the calibration error of A and of B, \
            each with its difference and an interval for it; McNemar's test; and the classes and confusions that changed \
            most. What each number means stands in docs/statistics.md. Images that a side was chosen on, by select or in \
            the explorer, are left out.

            A side is a file of prompts, the name of a template set or of a saved set, a run that eval saved with --run, \
            run:ID of the history, which means its prompts and model, or waffle:30, thirty templates of random words. Each side may have a model of its own. Two saved \
            runs are compared as they are, without the dataset.

              clipscope compare --a imagenet-80 --b mine.toml
              clipscope compare --dataset ~/pets --a before.json --b after.json
              clipscope compare --a pets --b pets --model-b ~/models/ViT-B-32
              clipscope compare --a imagenet-7 --b imagenet-80 --json | jq .top1
              clipscope compare --a descriptions.json --b waffle:30
            """)

    @Option(help: ArgumentHelp("The side to start from: prompts, or a saved run.", valueName: "side"))
    var a: String

    @Option(help: ArgumentHelp("The side to compare with it.", valueName: "side"))
    var b: String

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("The model of A, instead of --model.", valueName: "model"))
    var modelA: String?

    @Option(help: ArgumentHelp("The model of B, instead of --model.", valueName: "model"))
    var modelB: String?

    @Option(help: ArgumentHelp("Resamples of the bootstrap, for the calibration error.", valueName: "count"))
    var resamples = 2000

    @Option(help: ArgumentHelp("Seed of the bootstrap.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--resamples", resamples, in: 1...1_000_000)
    }

    func run() throws {
        let home = try Home.current()
        let (sideA, sideB) = (try ComparedSide(a, home), try ComparedSide(b, home))
        let images: ComparedImages
        if case .run(let run) = sideA, case .run = sideB {
            images = ComparedImages(run, sides: [sideA, sideB])
        } else {
            images = ComparedImages(try evaluating.read(home), sides: [sideA, sideB])
        }
        var models = JudgingModels(home, model)
        let report = try images.compare(
            [sideA, sideB], names: [a, b], models: [modelA ?? model.model, modelB ?? model.model], &models,
            PairedBootstrap(seed: seed, resamples: resamples))
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}

extension ComparedImages {
    enum ComparisonFailure: Error, CustomStringConvertible {
        case nothingInCommon(String, String)

        var description: String {
            switch self {
            case .nothingInCommon(let a, let b): "\(a) and \(b) have no image in common that both label the same"
            }
        }
    }

    /// Evaluates two sides and compares them.
    /// - Parameters:
    ///   - names: of A and B, as they were typed.
    ///   - models: as `evaluate` takes them.
    func compare(
        _ sides: [ComparedSide], names: [String], models chosen: [String?], _ models: inout JudgingModels,
        _ bootstrap: PairedBootstrap
    ) throws -> ComparisonReport {
        let a = try evaluate(sides[0], name: names[0], model: chosen[0], &models)
        let b = try evaluate(sides[1], name: names[1], model: chosen[1], &models)
        let isChosenOn = isChosenOn(ChosenOn.of(sides[0].chosenOn, sides[1].chosenOn))
        let comparison = try StepLine.during("resampling") { line in
            try Comparison.of(
                Predictions(a.outcomes), Predictions(b.outcomes), classes: classes.count, isChosenOn: isChosenOn,
                bootstrap: bootstrap, progress: { line.show($0, of: bootstrap.resamples) },
                isCancelled: { line.isCancelled })
        }
        guard let comparison else { throw ComparisonFailure.nothingInCommon(names[0], names[1]) }
        return ComparisonReport(
            comparison, a: a.side, b: b.side, chosenOn: (sides[0].chosenOn, sides[1].chosenOn), bootstrap: bootstrap,
            dataset: dataset, labelColumn: labelColumn, split: split, classes: classes, classified: files.count,
            file: { files[$0] })
    }
}
