import ArgumentParser
import Foundation
import Model

struct Probe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Set prompts beside a linear probe and what else learns from labelled images.",
        discussion: """
            Fits multinomial logistic regression to the embeddings of one part of the images and reports on the other, \
            beside the prompts, a probe that begins at the prompts, Tip-Adapter's cache, the nearest class mean and the \
            nearest neighbours. The probes' L2 is chosen on a fourth of what is learnt from. Tells for each class whether \
            the prompts or the probe find more of it: classes that the probe finds and the prompts do not have prompts that \
            deserve work.

              clipscope probe --dataset ~/pets
              clipscope probe --train dev --test held-out --label-column fine
              clipscope probe --dataset ~/pets --out pets.safetensors
              clipscope eval --dataset ~/pets --weights pets.safetensors
            """)

    @OptionGroup var learning: LearningOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var classes: ClassOptions

    @Option(
        help: ArgumentHelp("The probes' C, instead of a choice: the smaller, the stronger the L2.", valueName: "number")
    )
    var c: Double?

    @Option(
        help: ArgumentHelp("Also save the probe, .safetensors, for `classify` and `eval --weights`.", valueName: "file")
    )
    var out: String?

    @Option(help: ArgumentHelp("What --out saves: probe or prompts-and-probe.", valueName: "method"))
    var save = Saved.probe

    enum Saved: String, CaseIterable, ExpressibleByArgument {
        case probe
        case promptsAndProbe = "prompts-and-probe"

        var method: LearningMethod { self == .probe ? .probe : .promptsAndProbe }
    }

    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--c", c, in: 1e-9...1e9)
        if let out, !out.lowercased().hasSuffix(".safetensors") {
            throw ValidationError(
                "--out is \(out), expected a name in .safetensors, which has room for the intercepts.")
        }
    }

    func run() throws {
        let home = try Home.current()
        let clip = try model.load(home)
        let images = try learning.read(prompts, classes, clip, home)
        let comparison = try StepLine.during("fitting probes") { line in
            try ProbeComparison(
                train: images.train, test: images.test, prompts: images.prompts, neighbours: learning.neighbours,
                c: c, seed: learning.seed, report: { line.show($0, of: $1) }, isCancelled: { line.isCancelled })
        }
        let (evaluated, set) = (images.evaluated, images.set)
        let report = ProbeReport(
            comparison, parts: images.report, classes: evaluated.classes, seed: learning.seed,
            neighbours: learning.neighbours, model: clip.name, dataset: evaluated.dataset.name,
            labelColumn: evaluated.labelColumnName, prompts: set.name, naming: evaluated.naming(set),
            hasGivenC: c != nil, notes: images.notes)
        if let out, let probe = comparison.result(save.method).probe {
            let fitted = PromptSet(
                name: "\(save.rawValue) fitted to \(evaluated.dataset.name)", entries: [], chosenOn: images.fittedOn)
            try SavedClassifier(
                classes: evaluated.classes, classifier: probe.classifier, model: clip.name,
                fingerprint: clip.fingerprint,
                prompts: fitted
            ).write(to: URL(typed: out))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}
