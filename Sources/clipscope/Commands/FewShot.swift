import ArgumentParser
import Foundation
import Model

struct FewShot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fewshot",
        abstract: "Tell how many labelled images a class prompts are worth.",
        discussion: """
            Draws 1, 2, 4, 8 and 16 labelled images a class, again and again, fits a linear probe and what else learns from \
            images to them, and reports on other images beside the prompts. The prompts are worth as many images as the \
            probe needs to be as good: interpolated on a logarithmic scale, with an interval of draws and images.

              clipscope fewshot --dataset ~/pets
              clipscope fewshot --train dev --test held-out --label-column fine
              clipscope fewshot --dataset ~/pets --method probe --draws 30 --json
            """)

    @OptionGroup var learning: LearningOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var classes: ClassOptions

    @Option(
        help: ArgumentHelp(
            """
            Only this method beside the prompts: probe, prompts-and-probe, cache, nearest-mean or neighbours. Give it \
            again for more.
            """, valueName: "method"))
    var method: [LearningMethod] = []

    @Option(help: ArgumentHelp("How often images are drawn.", valueName: "count"))
    var draws = 10

    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--draws", draws, in: 1...1000)
    }

    func run() throws {
        let home = try Home.current()
        let clip = try model.load(home)
        let images = try learning.read(prompts, classes, clip, home)
        let (evaluated, set) = (images.evaluated, images.set)
        let report = try StepLine.during("drawing images") { line in
            let curve = try FewShotCurve(
                train: images.train, test: images.test, prompts: images.prompts,
                methods: method.isEmpty ? LearningMethod.allCases : method, draws: draws,
                neighbours: learning.neighbours, seed: learning.seed, report: { line.show($0, of: $1) },
                isCancelled: { line.isCancelled })
            return FewShotReport(
                curve, try curve.estimates(seed: learning.seed, isCancelled: { line.isCancelled }),
                parts: images.report, train: images.train, classes: evaluated.classes, seed: learning.seed,
                neighbours: learning.neighbours, model: clip.name, dataset: evaluated.dataset.name,
                labelColumn: evaluated.labelColumnName, prompts: set.name, naming: evaluated.naming(set),
                notes: images.notes)
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}

extension LearningMethod: ExpressibleByArgument {}
