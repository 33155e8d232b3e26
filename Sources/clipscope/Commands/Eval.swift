import ArgumentParser
import Foundation
import Model

struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Classify a labelled dataset and report accuracy.",
        discussion: """
            Prints top-1 and top-5 accuracy, the mean of the classes' recalls, the expected calibration error, and \
            every class with the class it is most confused with. Images are encoded once and kept in the cache. \
            Images that cannot be read are listed and left out.

              clipscope eval
              clipscope eval --label-column fine --template-set imagenet-80
              clipscope eval --dataset ~/pets -t "a {label}." -t "a photo of a {label}."
              clipscope eval --dataset ~/unsorted --labels cat,dog --predictions out.csv
              clipscope eval --template-set imagenet-80 --per-template
              clipscope eval --json | jq .top1
            """)

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var split: SplitOption
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("Choose among these classes instead of the dataset's.", valueName: "a,b,c"))
    var labels: String?

    @Option(help: ArgumentHelp("Also write a CSV table with the outcome of every image.", valueName: "file"))
    var predictions: String?

    @Flag(help: "Instead, judge each template: alone, and what changes without it, or with it where it is off.")
    var perTemplate = false

    @OptionGroup var embedding: EmbeddingOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if perTemplate, predictions != nil { throw ValidationError("--predictions does not go with --per-template.") }
    }

    func run() throws {
        if perTemplate { return try judgeTemplates() }
        let job = EvaluationJob(
            dataset: dataset, split: split.split, labels: try labels.map(LabelList.init), model: model,
            prompts: prompts.chosen, encoding: embedding.encoding)
        let (report, classified) = try job.run()
        if let predictions {
            try AtomicWrite.write(PredictionsCSV(classified).text, to: URL(typed: predictions))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
