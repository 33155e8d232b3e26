import ArgumentParser
import Foundation
import Model

struct Select: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Search a template set for the templates that do best.",
        discussion: """
            Chooses by accuracy on one half of the images and reports the accuracy on the other half beside it: what was \
            chosen is always better where it was chosen. forward adds the template that helps most, backward leaves out \
            the one that is missed least, single ranks templates by themselves. Templates are in or out, never weighted.

              clipscope select --from imagenet-80 --method forward
              clipscope select --from imagenet-80 --count 7 --out seven.toml
              clipscope select --from mine.toml --method single --dataset ~/pets
            """)

    @Option(help: ArgumentHelp("The templates to choose from: a file or a template set.", valueName: "prompts"))
    var from: String

    @Option(help: ArgumentHelp("forward, backward or single.", valueName: "method"))
    var method = TemplateSelection.Method.forward

    @Option(
        help: ArgumentHelp(
            "Templates to end with. (default: as many as do best on the half that is chosen on)", valueName: "count"))
    var count: Int?

    @Option(help: ArgumentHelp("Seed of the split into halves.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Also write the chosen templates as a prompt set.", valueName: "file"))
    var out: String?

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        try check("--count", count, from: 1)
        if count != nil, method == .single { throw ValidationError("--count goes with forward and backward.") }
    }

    func run() throws {
        let home = try Home.current()
        let chosen = try PromptSet(named: from, home)
        guard !chosen.entries.isEmpty else { throw PromptSetError.noTemplates(URL(typed: from)) }
        if let count, count > chosen.entries.count {
            throw Failure.fewTemplates(count, set: from, templates: chosen.entries.count)
        }
        let read = try evaluating.read(home)
        let set = read.dataset.completed(chosen)
        let evaluated = try read.offered(by: set, from: from)
        let clip = try model.load(home)
        let (table, images) = try evaluated.embedded(by: clip)
        let paths = images.images.map { evaluated.dataset.images[Int($0)].path }
        var halves = StratifiedHalves(images.labels, seed: seed)
        guard !halves.choosing.isEmpty, !halves.reporting.isEmpty else {
            throw Failure.fewImages(images.count, dataset: evaluated.dataset.name)
        }
        if let earlier = set.chosenOn { halves = halves.leavingOut { earlier.contains(paths[$0]) } }
        let sums = try TemplateSums.encoding(set, evaluated.classes, clip)
        let on = set.entries.indices.filter { set.entries[$0].isOn }
        let search = TemplateSearch(sums, images: images, halves: halves, baseline: on.isEmpty ? nil : on)
        let selection = try StepLine.during("trying ensembles") { line in
            try search.run(
                method, count: count,
                report: { if case .tried(let done, let total) = $0 { line.show(done, of: total) } },
                isCancelled: { line.isCancelled })
        }
        let report = SelectionReport(
            selection, of: set, halves: halves, model: clip.name, dataset: evaluated.dataset.name,
            naming: evaluated.naming(set), classified: evaluated.counts(in: table).images)
        if let out {
            let images = ChosenOn(dataset: evaluated.dataset.name, images: halves.choosing.lazy.map { paths[$0] })
            let chosen = SelectionReport.chosen(selection, of: set, on: images)
            try chosen.write(to: URL(typed: out))
            if let lost = chosen.lostInPlainText(URL(typed: out)) { Message.warning("\(out): \(lost)") }
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }
}

extension Select {
    enum Failure: Error, CustomStringConvertible {
        case fewImages(Int, dataset: String)
        case fewTemplates(Int, set: String, templates: Int)

        var description: String {
            switch self {
            case .fewImages(let images, let dataset):
                "\(dataset): \(images) image with a label, expected two at least: one to choose on and one to report on"
            case .fewTemplates(let count, let set, let templates):
                "--count is \(count), \(set) has \(templates) template\(templates == 1 ? "" : "s")"
            }
        }
    }
}

extension TemplateSelection.Method: ExpressibleByArgument {}

extension TemplateSums {
    /// Encodes all prompts of a set, with progress.
    /// - Throws: `Interruption`
    static func encoding(_ set: PromptSet, _ classes: [String], _ model: CLIP) throws -> TemplateSums {
        try StepLine.during("encoding templates") { line in
            try TemplateEmbeddings(model: model).sums(
                set.entries.map(\.template), classes.map(set.names(of:)),
                progress: { line.show($0, of: set.entries.count) }, isCancelled: { line.isCancelled })
        }
    }
}
