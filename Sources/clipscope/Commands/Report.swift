import ArgumentParser
import Foundation
import Model

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write an evaluation as one HTML page, with its charts and pictures inside.",
        discussion: """
            The page has the figures with their intervals, every class, the confusions, the calibration, the most wrong \
            images as small pictures, the prompts, and the command line that makes it again. With --b it also compares the \
            prompts with another set. It needs no network and no other file.

              clipscope report --out pets.html --dataset ~/pets --prompts pets.toml
              clipscope report --out both.html --template-set imagenet-7 --b imagenet-80
            """)

    @Option(help: ArgumentHelp("The page to write.", valueName: "file"))
    var out: String

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions

    @Option(help: ArgumentHelp("Also compare with this side: see `clipscope compare`.", valueName: "side"))
    var b: String?

    @Option(help: ArgumentHelp("Pictures of each kind.", valueName: "count"))
    var pictures = 24

    func validate() throws {
        try check("--pictures", pictures, in: 0...1000)
    }

    func run() throws {
        let home = try Home.current()
        let job = EvaluationJob(
            dataset: evaluating.dataset, split: evaluating.split.split,
            labels: try evaluating.labels.map(LabelList.init),
            model: model, prompts: prompts.chosen(_:for:), source: prompts.source(of:),
            encoding: try evaluating.embedding.encoding)
        let result = try job.run()
        let compared = try b.map { try compare(result, with: $0, home) }
        let page = ReportPage(
            result.report, result.classified, comparison: compared,
            galleries: try galleries(result, compared), origin: origin(result))
        try AtomicWrite.write(page.html, to: URL(typed: out))
    }

    private func compare(
        _ result: EvaluationJob.Result, with other: String, _ home: Home
    ) throws -> ComparisonReport {
        let evaluated = try evaluating.evaluated(result.classified.embedded.dataset)
        let sides = [ComparedSide.prompts(result.prompts, model: nil), try ComparedSide(other, home)]
        var models = JudgingModels(home, model)
        return try ComparedImages(evaluated, sides: sides).compare(
            sides, names: [result.prompts.name, other], models: [model.model, model.model], &models, PairedBootstrap())
    }

    /// The most wrong images; with two sets those that changed as well.
    private func galleries(_ result: EvaluationJob.Result, _ compared: ComparisonReport?) throws -> [ReportPage.Gallery]
    {
        let classified = result.classified
        let (dataset, names) = (classified.embedded.dataset, classified.labelColumn.classes)
        let evaluated = zip(classified.embedded.images, classified.outcomes).filter { $1.truth != nil }
        let wrong = evaluated.filter { $1.isRight == false }.sorted { $0.1.truth!.margin < $1.1.truth!.margin }
        let named = Dictionary(
            evaluated.map { (dataset.images[$0.0].path, $0) }, uniquingKeysWith: { first, _ in first })
        var kinds = [("Most wrong", wrong)]
        if let compared {
            kinds.append(("Right with B alone", compared.lists.onlyB.compactMap { named[$0] }))
            kinds.append(("Right with A alone", compared.lists.onlyA.compactMap { named[$0] }))
        }
        let total = kinds.reduce(0) { $0 + min($1.1.count, pictures) }
        return try StepLine.during("pictures") { line in
            try kinds.map { title, images in
                let shown = images.prefix(pictures)
                let examples = try shown.map { image, outcome -> ReportPage.Example in
                    if line.isCancelled { throw CancellationError() }
                    defer { line.step(of: total) }
                    let truth = outcome.truth!
                    let words =
                        "\(names[truth.label]) \(Self.percent(truth.probability)), said \(names[outcome.predicted])"
                        + " \(Self.percent(outcome.confidence))"
                    return ReportPage.Example(
                        file: dataset.images[image].path, words: words,
                        picture: thumbnail(dataset.images[image].source))
                }
                let more = images.count > shown.count ? ", \(shown.count) of \(images.count)" : ""
                return ReportPage.Gallery(title + more, examples)
            }
        }
    }

    /// Nil where the picture cannot be read: embeddings that were made elsewhere do not need it.
    private func thumbnail(_ source: ImageSource) -> Data? {
        do {
            return try source.picture().thumbnail(side: 300)
        } catch {
            Message.warning(Model.message(of: error))
            return nil
        }
    }

    private func origin(_ result: EvaluationJob.Result) -> [(String, String)] {
        let words = CommandLine.arguments.dropFirst().map { word in
            word.allSatisfy { $0.isLetter || $0.isNumber || "-_./@:=,+".contains($0) }
                ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }
        let paths = result.classified.embedded.dataset.images.map(\.path)
        return [
            ("command", "clipscope " + words.joined(separator: " ")), ("program", Clipscope.nameAndVersion),
            ("model", "\(result.report.model), \(result.fingerprint)"),
            (
                "images",
                "\(paths.count), their names \(ContentHash(of: Data(paths.joined(separator: "\0").utf8)).hexadecimal)"
            ),
            ("prompts", ContentHash(of: Data(result.prompts.toml.utf8)).hexadecimal),
        ]
    }

    private static func percent(_ share: Float) -> String { String(format: "%.0f %%", 100 * share) }
}
