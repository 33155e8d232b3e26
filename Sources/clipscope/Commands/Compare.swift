import ArgumentParser
import Foundation
import Model

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two prompt sets, models or saved runs on the same images.",
        discussion: """
            Prints top-1 and top-5 accuracy, the mean of the classes' recalls and the calibration error of A and of B, \
            each with its difference and the interval that a paired bootstrap gives it; the exact McNemar test; and the \
            classes and confusions that changed most. What each number means stands in docs/statistics.md.

            A side is a file of prompts, the name of a template set, or a run that eval saved. Each side may have a \
            model of its own.

              clipscope compare --a imagenet-80 --b mine.toml
              clipscope compare --dataset ~/pets --a before.json --b after.json
              clipscope compare --a pets --b pets --model-b ~/models/ViT-B-32
              clipscope compare --a imagenet-7 --b imagenet-80 --json | jq .top1
            """)

    @Option(help: ArgumentHelp("The side to start from: a file, a template set.", valueName: "prompts"))
    var a: String

    @Option(help: ArgumentHelp("The side to compare with it.", valueName: "prompts"))
    var b: String

    @OptionGroup var judging: JudgingOptions
    @OptionGroup var model: ModelOptions

    @Option(help: ArgumentHelp("The model of A, instead of --model.", valueName: "model"))
    var modelA: String?

    @Option(help: ArgumentHelp("The model of B, instead of --model.", valueName: "model"))
    var modelB: String?

    @Option(help: ArgumentHelp("Resamples of the bootstrap.", valueName: "count"))
    var resamples = 2000

    @Option(help: ArgumentHelp("Where the bootstrap's random numbers begin.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var output: JSONOption

    func validate() throws {
        if resamples < 1 { throw ValidationError("--resamples is \(resamples), expected at least 1.") }
    }

    func run() throws {
        let home = try Home.current()
        var models = ModelShelf(home)
        let judged = try judging.read(home)
        let sides = try [(a, modelA), (b, modelB)].map { name, model in
            try ComparedSide(name, model: model ?? self.model.model, judged, home, &models)
        }
        let bootstrap = PairedBootstrap(seed: seed, resamples: resamples)
        let comparison = try StepLine.during("resampling") { line in
            try Comparison.of(
                sides[0].predictions, sides[1].predictions, classes: judged.classes.count, bootstrap: bootstrap,
                progress: { line.show($0, of: resamples) }, isCancelled: { line.isCancelled })
        }
        guard let comparison else { throw JudgedDataset.Failure.noImages(dataset: judged.dataset.name) }
        let report = ComparisonReport(
            comparison, a: sides[0].side, b: sides[1].side, dataset: judged.dataset.name,
            labelColumn: judged.labelColumn, split: judged.split, classes: judged.classes,
            file: { judged.dataset.images[$0].path })
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}

/// Models and the embeddings that they made, so that a model that both sides use is loaded once.
struct ModelShelf {
    struct Entry {
        var prompts: PromptEmbeddings
        let table: EmbeddingTable
    }

    private let home: Home
    private var entries: [String?: Entry] = [:]

    init(_ home: Home) {
        self.home = home
    }

    /// Runs `body` with the model of a name, nil for the embedded one.
    mutating func with<Value>(
        _ name: String?, _ judged: JudgedDataset, _ body: (inout Entry) throws -> Value
    ) throws -> Value {
        if entries[name] == nil {
            var options = ModelOptions()
            options.model = name
            let model = try options.load(home)
            entries[name] = Entry(
                prompts: PromptEmbeddings(model: model), table: try judged.embedded(by: model).table)
        }
        return try body(&entries[name]!)
    }
}

/// One side of a comparison, judged.
struct ComparedSide {
    let side: ComparisonReport.Side
    let predictions: Predictions

    init(
        _ name: String, model: String?, _ judged: JudgedDataset, _ home: Home, _ models: inout ModelShelf
    ) throws {
        let set = try PromptSet(named: name, home)
        (side, predictions) = try models.with(model, judged) { entry in
            let classifier = try entry.prompts.classifier(set, labels: judged.classes)
            return (
                ComparisonReport.Side(name: name, model: entry.prompts.model.name, templates: set.active.count),
                try classifier.predictions(entry.table, labels: judged.labelling.labels)
            )
        }
    }
}
