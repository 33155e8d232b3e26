import ArgumentParser
import Foundation
import Model

struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify a labelled dataset and report accuracy.",
        discussion: """
            Prints top-1 and top-5 accuracy, the mean of the classes' recalls, the expected calibration error, and \
            every class with the class it is most confused with. Images are encoded once and kept in the cache. \
            Images that cannot be read are listed and left out. The figures are recorded, see `clipscope history`; those \
            of --weights and --project are not.

              clipscope eval
              clipscope eval --label-column fine --template-set imagenet-80
              clipscope eval --dataset ~/pets -t "a {label}." -t "a photo of a {label}."
              clipscope eval --dataset ~/unsorted --labels cat,dog --predictions out.csv
              clipscope eval --hide-class tree --add-class "none of these"
              clipscope eval --dataset ~/eurosat --known eurosat --run eurosat.json
              clipscope eval --template-set imagenet-80 --per-template
              clipscope eval --json | jq .top1
            """)

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var classes: ClassOptions

    @Option(help: ArgumentHelp("Choose among these classes instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "A classifier that `clipscope weights` or `probe` saved as .safetensors, instead of prompts.",
            valueName: "file"))
    var weights: String?

    @OptionGroup var projecting: ProjectOption

    @Option(help: ArgumentHelp("Also write a CSV table with the outcome of every image.", valueName: "file"))
    var predictions: String?

    @Flag(help: "Put ' before cells of the CSV table that a spreadsheet would run: those that begin with = + - @.")
    var guardFormulas = false

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Also save the whole run, every image's outcome with it, as JSON.", valueName: "file"))
    var runFile: String?

    @Flag(help: "Evaluate each template instead: alone, and what changes without it, or with it where it is off.")
    var perTemplate = false

    @Flag(help: "Do not record the figures.")
    var noHistory = false

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if projecting.project != nil, weights != nil || perTemplate || runFile != nil {
            throw ValidationError("--project goes without --weights, --per-template and --run.")
        }
        if weights != nil {
            let others = prompts.isGiven || labels != nil || !classes.hideClass.isEmpty || !classes.addClass.isEmpty
            if others { throw ValidationError("--weights brings its own prompts and classes.") }
            if perTemplate || runFile != nil {
                throw ValidationError("--per-template and --run go with prompts, not with --weights.")
            }
        }
        if perTemplate, predictions != nil || runFile != nil {
            throw ValidationError("--predictions and --run do not go with --per-template.")
        }
        if guardFormulas, predictions == nil { throw ValidationError("--guard-formulas goes with --predictions.") }
    }

    func run() throws {
        if perTemplate { return try evaluateTemplates() }
        let job = EvaluationJob(
            dataset: dataset, split: split.split, labels: try labels.map(LabelList.init), model: model,
            prompts: prompts.chosen(_:for:), source: prompts.source(of:), classes: classes.apply(to:classes:),
            encoding: try embedding.encoding, weights: weights.map { URL(typed: $0) }, projection: projecting.read)
        let result = try job.run()
        if let predictions {
            try PredictionsCSV(result.classified, csv: CSVText(guardsFormulas: guardFormulas))
                .write(to: URL(typed: predictions))
        }
        if let runFile {
            try RunDocument(
                result.report, result.classified, fingerprint: result.fingerprint, program: Clipscope.nameAndVersion
            ).write(to: URL(typed: runFile))
        }
        try output.json ? Output.write(json: result.report) : Output.write(result.report.text(Screen.style))
        result.advise()
        if !noHistory, weights == nil, projecting.project == nil, let run = try result.recordable { Self.record(run) }
    }

    /// The figures are told by now: a history that cannot be written is a warning.
    private static func record(_ run: History.Run) {
        do {
            try History(directory: Directories.current.state).record(run)
        } catch {
            Message.warning("\(Model.message(of: error)); the figures are not recorded")
        }
    }
}

extension Eval {
    /// Each template of the set by itself and in the ensemble; a line on standard error tells how far it is.
    func evaluateTemplates() throws {
        let home = try Home.current()
        let read = try EvaluatedDataset(
            dataset.read(home, split: split.split), labels: try labels.map(LabelList.init), split: split.split,
            encoding: try embedding.encoding)
        let (evaluated, set) = try prompts.evaluated(read, classes, home)
        let clip = try model.load(home)
        let (table, images) = try evaluated.embedded(by: clip)
        let sums = try TemplateSums.encoding(set, evaluated.classes, clip)
        let report = try StepLine.during("evaluating templates") { line in
            let contributions = try TemplateContributions(
                sums, isOn: set.entries.map(\.isOn), images: images, logitScale: clip.logitScale,
                isCancelled: { line.isCancelled })
            return ContributionReport(
                try contributions.all(found: { _ in line.step(of: sums.count) }, isCancelled: { line.isCancelled }),
                accuracy: contributions.accuracy, of: set, images: images.count, model: clip.name,
                dataset: evaluated.dataset.name, naming: evaluated.naming(set),
                classified: evaluated.counts(in: table).images,
                notes: evaluated.notes(set, on: images))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
