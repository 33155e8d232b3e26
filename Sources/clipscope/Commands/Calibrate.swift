import ArgumentParser
import Foundation
import Model

struct Calibrate: ParsableCommand {
    enum Score: String, CaseIterable, ExpressibleByArgument {
        case probability, cosine, sigmoid
    }

    static let configuration = CommandConfiguration(
        abstract: "Measure and fit calibration.",
        discussion: """
            Prints the reliability diagram and the calibration error, with the model's temperature and with a better one. \
            The better temperature is fitted on one half of the images and reported on the other. Also prints how \
            accuracy rises with a threshold below which an image is none of the classes.

              clipscope calibrate
              clipscope calibrate --template-set imagenet-80 --temperature 0.02
              clipscope calibrate --threshold 0.8
              clipscope calibrate --on cosine --threshold 0.25 --json
            """)

    @OptionGroup var evaluating: EvaluationOptions
    @OptionGroup var model: ModelOptions
    @OptionGroup var prompts: PromptOptions
    @OptionGroup var classes: ClassOptions

    @Option(help: ArgumentHelp("Also try this temperature.", valueName: "number"))
    var temperature: Float?

    @Option(
        help: ArgumentHelp("What a threshold is on: probability (softmax), cosine or sigmoid of the predicted class."))
    var on = Score.probability

    @Option(help: ArgumentHelp("Coverage and accuracy at this threshold alone.", valueName: "number"))
    var threshold: Float?

    @Option(help: ArgumentHelp("Seed of the split into halves.", valueName: "number"))
    var seed: UInt64 = 1

    @OptionGroup var output: JSONOption

    func validate() throws {
        let scales = TemperatureScaling.scales
        try check("--temperature", temperature, in: 1 / scales.upperBound...1 / scales.lowerBound)
        try check("--threshold", threshold, in: on == .cosine ? -1...1 : 0...1)
    }

    func run() throws {
        let home = try Home.current()
        let (evaluated, set) = try prompts.evaluated(evaluating.read(home), classes, home)
        let clip = try model.load(home)
        if on == .sigmoid, clip.logitBias == nil { throw NoSigmoid(model: clip.name) }
        let (table, images) = try evaluated.embedded(by: clip)
        let known = TemplateEmbeddings(model: clip)
        let classifier = try known.classifier(set, labels: evaluated.classes)
        let halves = StratifiedHalves(images.labels, seed: seed)
        let report = try StepLine.during("calibrating") { line in
            let isCancelled: @Sendable () -> Bool = { line.isCancelled }
            let predictions = try classifier.predictions(
                table, labels: evaluated.labelColumn.labels, isCancelled: isCancelled)
            return CalibrationReport(
                ReliabilityDiagram(predictions),
                temperatures: try temperatures(classifier, images, halves, isCancelled: isCancelled),
                halves: halves,
                selective: try selective(classifier, predictions, images, isCancelled: isCancelled),
                score: on.rawValue, threshold: threshold, hasSigmoid: classifier.sigmoid != nil, model: clip.name,
                dataset: evaluated.dataset.name,
                prompts: set.name, naming: evaluated.naming(set), classified: evaluated.counts(in: table).images,
                notes: evaluated.notes(set, on: images))
        }
        try output.json ? Output.write(json: report) : Output.write(report.text(Screen.style))
    }

    private func selective(
        _ classifier: ZeroShotClassifier, _ predictions: Predictions, _ images: EvaluatedImages,
        isCancelled: @Sendable () -> Bool
    ) throws -> SelectiveAccuracy {
        if on == .probability { return SelectiveAccuracy(predictions) }
        let byCosine = try images.byCosine(classifier.weights, isCancelled: isCancelled)
        return on == .sigmoid ? classifier.sigmoid.map(byCosine.rescaled) ?? byCosine : byCosine
    }

    /// The model's, the one fitted on one half, and the one asked for; all told of the other half.
    private func temperatures(
        _ classifier: ZeroShotClassifier, _ images: EvaluatedImages, _ halves: StratifiedHalves,
        isCancelled: @Sendable () -> Bool
    ) throws -> [CalibrationReport.Temperature] {
        let fitting = TemperatureScaling(classifier.weights, images: images.selecting(halves.choosing))
        let reporting = TemperatureScaling(classifier.weights, images: images.selecting(halves.reporting))
        var scales = [("model", classifier.logitScale, true)]
        if !halves.choosing.isEmpty {
            let best = try fitting.best(from: classifier.logitScale, isCancelled: isCancelled)
            scales.append(("fitted", best.logitScale, best.isLeast))
        }
        if let temperature { scales.append(("given", 1 / temperature, true)) }
        return try scales.compactMap { name, scale, isLeast in
            CalibrationReport.Temperature(
                name, try reporting.fit(at: scale, isCancelled: isCancelled), isLeast: isLeast)
        }
    }
}

private struct NoSigmoid: Error, CustomStringConvertible {
    let model: String

    var description: String {
        "\(model) has no logit_bias; --on sigmoid needs a model that was trained with a sigmoid, as SigLIP was"
    }
}
