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
            or run:ID of the history, which means its prompts and model. Each side may have a model of its own. Two saved \
            runs are compared as they are, without the dataset.

              clipscope compare --a imagenet-80 --b mine.toml
              clipscope compare --dataset ~/pets --a before.json --b after.json
              clipscope compare --a pets --b pets --model-b ~/models/ViT-B-32
              clipscope compare --a imagenet-7 --b imagenet-80 --json | jq .top1
            """)

    @Option(help: ArgumentHelp("The side to start from: prompts, or a saved run.", valueName: "side"))
    var a: String

    @Option(help: ArgumentHelp("The side to compare with it.", valueName: "side"))
    var b: String

    @OptionGroup var judging: JudgingOptions
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
            images = ComparedImages(try judging.read(home), sides: [sideA, sideB])
        }
        var models = JudgingModels(home, model)
        let judgedA = try images.judge(sideA, name: a, model: modelA ?? model.model, &models)
        let judgedB = try images.judge(sideB, name: b, model: modelB ?? model.model, &models)
        let bootstrap = PairedBootstrap(seed: seed, resamples: resamples)
        let chosenOn = ChosenOn.of(sideA.chosenOn, sideB.chosenOn)
        let comparison = try StepLine.during("resampling") { line in
            try Comparison.of(
                Predictions(judgedA.outcomes), Predictions(judgedB.outcomes), classes: images.classes.count,
                isChosenOn: images.isChosenOn(chosenOn), bootstrap: bootstrap,
                progress: { line.show($0, of: resamples) }, isCancelled: { line.isCancelled })
        }
        guard let comparison else { throw Failure.nothingInCommon(a, b) }
        let report = ComparisonReport(
            comparison, a: judgedA.side, b: judgedB.side, chosenOn: (sideA.chosenOn, sideB.chosenOn),
            bootstrap: bootstrap, dataset: images.dataset, labelColumn: images.labelColumn, split: images.split,
            classes: images.classes, classified: images.files.count, file: { images.files[$0] })
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    enum Failure: Error {
        case nothingInCommon(String, String)
    }
}

extension Compare.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .nothingInCommon(let a, let b): "\(a) and \(b) have no image in common that both label the same"
        }
    }
}
