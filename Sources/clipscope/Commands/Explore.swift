import ArgumentParser
import Foundation
import Model
import TUI

struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk through a dataset, edit prompts, and watch every probability move.",
        discussion: """
            The explorer shows the images, the picture under the cursor and its probabilities, and the prompt \
            templates. Every keystroke in a template is evaluated at once. Press ? for the keys. Where standard output \
            is not a terminal, the report of `clipscope eval` is printed instead.

              clipscope
              clipscope --dataset ~/pets --prompts pets.toml --prompts plain.txt
              clipscope --label-column fine --theme light
            """)

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            "A prompt set, TOML or one template a line; may be given again. The first is the one to begin with.",
            valueName: "file"))
    var prompts: [String] = []

    @Option(
        help: ArgumentHelp("Colours: dark, light, high-contrast, monochrome, or one of your own.", valueName: "name"))
    var theme: String?

    @OptionGroup var imported: ImportOption

    func run() throws {
        let sets = try prompts.map { try PromptSet(contentsOf: URL(typed: $0)) }
        guard !Screen.outputIsTerminal else {
            let home = try Home.current()
            return try Explorer.run(
                Explorer.Options(
                    dataset: home.dataset(named: dataset.dataset, in: .workingDirectory),
                    labelColumn: dataset.labelColumn, embeddings: imported.file, model: try model.location(home),
                    prompts: sets, theme: theme,
                    home: home, directories: .current))
        }
        let job = EvaluationJob(
            dataset: dataset, split: nil, labels: nil, model: model, prompts: { _, _ in sets.first },
            embeddings: imported.file)
        try Output.write(job.run().report.text(Screen.style))
    }
}
