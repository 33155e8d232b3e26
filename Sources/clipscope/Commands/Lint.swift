import ArgumentParser
import Foundation
import Model

struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look through a prompt set for mistakes.",
        discussion: """
            Finds templates without a place for the class name or with two, prompts that two classes share, prompts that \
            are cut at the model's context, characters that the vocabulary does not have, class names that are empty or \
            differ in plural or article only, and templates that stand twice. Class names come from the dataset or from \
            --labels; without either those that the set itself names. The exit status is 1 where there are errors.

              clipscope lint --prompts mine.toml
              clipscope lint --prompts mine.toml --dataset ~/pets
              clipscope lint --prompts imagenet-80 --labels "cat,cats,the dog"
            """)

    @Option(help: ArgumentHelp("The prompt set: a file or a template set.", valueName: "prompts"))
    var prompts: String

    @Option(help: ArgumentHelp("The dataset whose class names it is for.", valueName: "folder"))
    var dataset: String?

    @Option(help: ArgumentHelp("The column of labels.csv that holds the classes.", valueName: "name"))
    var labelColumn: String?

    @OptionGroup var table: TableOptions
    @OptionGroup var imported: ImportOption

    @Option(help: ArgumentHelp("The class names it is for.", valueName: "a,b,c"))
    var labels: String?

    @OptionGroup var model: ModelOptions
    @OptionGroup var telling: QuietOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        if dataset != nil, labels != nil { throw ValidationError("Give one of --dataset and --labels.") }
        if imported.file != nil, dataset == nil { throw ValidationError("--embeddings goes with --dataset.") }
        if labelColumn != nil, dataset == nil { throw ValidationError("--label-column goes with --dataset.") }
    }

    func run() throws {
        let home = try Home.current()
        let named = try PromptSet(named: prompts, home, mayLackPlaceholders: true)
        let (set, classes, others) = try onDataset(named, home)
        let tokenizer = try model.load(home, usesCache: false).tokenizer
        let lint = try PromptLint(set, labels: classes, others: others, tokenizer: tokenizer)
        let report = LintReport(lint, of: set, classes: ClassChoice(classes, set).offered.count)
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
        if lint.errors > 0 { throw ExitCode.failure }
    }

    /// The set as it is evaluated on the dataset, the classes that it is for, and others that the dataset has.
    private func onDataset(_ set: PromptSet, _ home: Home) throws -> (PromptSet, [String], others: [String]) {
        if let labels {
            return (set, labels.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }, [])
        }
        guard let dataset else {
            return (set, set.classNames.keys.filter { !set.added.contains($0) }.sorted(), Array(set.hidden))
        }
        let read = try DatasetOptions.read(
            dataset, home, labelColumn: labelColumn, paths: table.paths, split: nil, embeddings: imported.file)
        return (
            set.completed(by: read.prompts), read.labelColumns.first?.classes ?? [],
            read.labelColumns.dropFirst().flatMap(\.classes)
        )
    }
}

extension Substring {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
