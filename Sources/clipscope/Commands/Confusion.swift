import ArgumentParser
import Foundation
import Model

struct Confusion: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show which classes are taken for which.",
        discussion: """
            Prints precision, recall and F1 of every class with the class it is most confused with, the most confused \
            pairs, and the confusion matrix where it fits, its classes in an order in which blocks appear. --only shows \
            the matrix of some classes, all others being "other".

              clipscope confusion
              clipscope confusion --label-column fine --template-set imagenet-80
              clipscope confusion --only "flower,fruit or nut,insect"
              clipscope confusion --json | jq '.per_class[].f1'
            """)

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var classes: ClassOptions

    @Option(help: ArgumentHelp("Show these classes, and all others as one.", valueName: "a,b,c"))
    var only: String?

    @OptionGroup var output: JSONOption

    enum Failure: Error {
        case noSuchClass(String, known: [String])
    }

    func run() throws {
        let home = try Home.current()
        let (evaluated, set) = try prompts.evaluated(evaluating.read(home), classes, home)
        let chosen = try only.map { list in
            try LabelList(list).labels.map { label in
                guard let place = evaluated.classes.firstIndex(of: label) else {
                    throw Failure.noSuchClass(label, known: evaluated.classes)
                }
                return place
            }
        }
        let clip = try model.load(home)
        let (table, images) = try evaluated.embedded(by: clip)
        let known = TemplateEmbeddings(model: clip)
        let predictions = try known.classifier(set, labels: evaluated.classes)
            .predictions(table, labels: evaluated.labelColumn.labels)
        let report = ConfusionReport(
            ConfusionMatrix(predictions, classes: evaluated.classes.count), classes: evaluated.classes,
            limitedTo: chosen,
            model: clip.name, dataset: evaluated.dataset.name, prompts: set.name, naming: evaluated.naming(set),
            classified: evaluated.counts(in: table).images,
            notes: evaluated.notes(set, on: images))
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}

extension Confusion.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .noSuchClass(let label, let known): "no class \"\(label)\", found \(known.joined(separator: ", "))"
        }
    }
}
