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

            A dataset is found again as it was left: model, labels, prompts with what was changed in them, filter, \
            order and image; options win over it. Without --dataset the last dataset is opened.

              clipscope
              clipscope --fresh
              clipscope --dataset ~/pets --prompts pets.toml --prompts plain.txt
              clipscope --label-column fine --theme light
            """)

    @OptionGroup var dataset: DatasetOptions
    @OptionGroup var model: ModelOptions

    @Option(
        help: ArgumentHelp(
            """
            A prompt set: a file, TOML or one template a line, or the name of a saved one; may be given again. The \
            first is the one to begin with.
            """, valueName: "file"))
    var prompts: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Colours: dark, light, high-contrast, colour-blind, monochrome, catppuccin, dracula, gruvbox, solarized-dark, \
            solarized-light, or one of your own. Without it config.toml says it, or the last session, or the terminal's \
            background.
            """, valueName: "name"))
    var theme: String?

    @Option(
        help: ArgumentHelp(
            "How pictures are drawn; auto is the best that the terminal has, see `clipscope doctor`.",
            valueName: "way"))
    var pictures = PictureOption.auto

    @Flag(help: "Do not restore the last session.")
    var fresh = false

    func run() throws {
        let sets = try prompts.map(PromptSet.init(typedName:))
        guard !Screen.outputIsTerminal else {
            let home = try Home.current()
            return try Explorer.run(
                ExplorerOptions(
                    dataset: try dataset.name.map { try home.datasets.location(of: $0, in: .workingDirectory) },
                    labelColumn: dataset.labelColumn, paths: dataset.table.paths, embeddings: dataset.imported.file,
                    model: try model.name.map { _ in try model.location(home) }, precision: try model.precision,
                    architecture: try model.knownArchitecture,
                    prompts: sets, theme: theme, pictures: pictures.style, isFresh: fresh, home: home,
                    directories: .current))
        }
        let job = EvaluationJob(
            dataset: dataset, split: nil, labels: nil, model: model, prompts: { _, _ in sets.first },
            source: { [prompts] set in prompts.first ?? set.name })
        let result = try job.run()
        try Output.write(result.report.text(Screen.style))
        result.advise()
    }
}
