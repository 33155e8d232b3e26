import Foundation

/// How far the probabilities can be believed, for people (`text`) and programs: encoded, its keys are those of
/// docs/formats.md.
package struct CalibrationReport: Sendable, Encodable {
    package struct Bin: Sendable, Encodable {
        package let from: Double
        package let to: Double
        package let images: Int
        package let confidence: Double?
        package let accuracy: Double?
    }

    /// What a temperature makes of the images that none was fitted on.
    package struct Temperature: Sendable, Encodable {
        /// "model", "fitted", "given"
        package let name: String
        package let temperature: Float
        package let logitScale: Float
        /// Mean negative log likelihood of the true class, in nats.
        package let nll: Double
        package let ece: Double
        /// True where the search for it found no least loss; else nil.
        package let atLimit: Bool?

        package init?(_ name: String, _ fit: TemperatureScaling.Fit?, isLeast: Bool = true) {
            guard let fit, let ece = fit.reliability.expectedCalibrationError else { return nil }
            self.name = name
            atLimit = isLeast ? nil : true
            (temperature, logitScale, nll, self.ece) = (fit.temperature, fit.logitScale, fit.negativeLogLikelihood, ece)
        }
    }

    package struct Halves: Sendable, Encodable {
        package let seed: UInt64
        /// Images of each half.
        package let fitted: Int
        package let reported: Int
    }

    package struct Point: Sendable, Encodable {
        package let threshold: Float
        package let images: Int
        package let coverage: Double
        package let accuracy: Double?

        fileprivate init(_ point: SelectiveAccuracy.Point) {
            (threshold, images) = (point.threshold, point.images)
            (coverage, accuracy) = (point.coverage, point.accuracy)
        }
    }

    package let model: String
    package let dataset: String
    package let prompts: String
    package let namesFrom: NamesOrigin
    package let images: Int
    /// Images that there are, with a label that can be chosen or without.
    package let classified: Int
    package let ece: Double?
    package let mce: Double?
    package let bins: [Bin]
    package let halves: Halves
    package let temperatures: [Temperature]
    /// What bins and temperatures are over.
    package let probabilityIs = ProbabilityKind.softmax
    /// What thresholds are on: "probability", "cosine" or "sigmoid".
    package let score: String
    /// From all images down to a tenth of them.
    package let thresholds: [Point]
    /// At the threshold that was asked for.
    package let atThreshold: Point?
    /// Sentences that figures must not be read without; nil without any.
    package let notes: [String]?

    let naming: ClassNaming

    private enum CodingKeys: String, CodingKey {
        case model, dataset, prompts, namesFrom, images, classified, ece, mce, bins, halves, temperatures, score
        case probabilityIs
        case thresholds, atThreshold, notes
    }

    package init(
        _ diagram: ReliabilityDiagram, temperatures: [Temperature], halves: StratifiedHalves,
        selective: SelectiveAccuracy, score: String, threshold: Float?, hasSigmoid: Bool = false, model: String,
        dataset: String,
        prompts: String, naming: ClassNaming, classified: Int, notes: [String] = []
    ) {
        (namesFrom, self.naming, self.classified) = (naming.origin, naming, classified)
        (self.model, self.dataset, self.prompts, self.temperatures) = (model, dataset, prompts, temperatures)
        self.score = score
        images = diagram.images
        ece = diagram.expectedCalibrationError
        mce = diagram.maximumCalibrationError
        bins = diagram.bins.enumerated().map { index, bin in
            let range = diagram.range(of: index)
            return Bin(
                from: range.lowerBound, to: range.upperBound, images: bin.images, confidence: bin.confidence,
                accuracy: bin.accuracy)
        }
        self.halves = Halves(seed: halves.seed, fitted: halves.choosing.count, reported: halves.reporting.count)
        thresholds = selective.curve(10).map(Point.init)
        atThreshold = threshold.map { Point(selective.at($0)) }
        let own = Self.notes(temperatures, halves) + (hasSigmoid ? [Self.sigmoidNote] : []) + notes
        self.notes = own.isEmpty ? nil : own
    }

    private static let sigmoidNote =
        "The model was trained with a sigmoid; bins and temperatures are over the softmax of the classes, and --on sigmoid"
        + " puts thresholds on its own."

    private static func notes(_ temperatures: [Temperature], _ halves: StratifiedHalves) -> [String] {
        let scales = TemperatureScaling.scales
        let range = String(format: "%g to %g", 1 / scales.upperBound, 1 / scales.lowerBound)
        return [
            halves.choosing.isEmpty || halves.reporting.isEmpty
                ? "One image makes no two halves: no temperature is fitted and evaluated." : nil,
            temperatures.contains { $0.atLimit == true }
                ? "The fitted temperature fits nothing: its log loss has no least from \(range), as where every image of"
                    + " the half is right." : nil,
            halves.seedNote,
        ].compactMap { $0 }
    }
}

extension CalibrationReport {
    package func text(_ style: TextStyle) -> String {
        let blocks = [
            ReportText.header(
                [
                    ("dataset", "\(dataset): \(ReportText.images(images, of: classified))"), ("model", model),
                    ("prompts", prompts), ("names", naming.text),
                ], style),
            diagram(style), ReportText.wrapped(errors, style), temperatureTable(style),
            ReportText.wrapped(split, style) + ReportText.notes(notes, style), thresholdTable(style),
        ]
        return blocks.joined(separator: "\n")
    }

    private static let barWidth = 20

    private func diagram(_ style: TextStyle) -> String {
        var table = TextTable(
            ["probability", "images", "confidence", "accuracy", "", "gap"],
            [.left, .right, .right, .right, .left, .right])
        for bin in bins where bin.images > 0 {
            let gap = zip(bin.accuracy, bin.confidence).map { ReportText.points($0 - $1) } ?? ""
            table.add([
                String(format: "%.2f to %.2f", bin.from, bin.to), "\(bin.images)", ReportText.percent(bin.confidence),
                ReportText.percent(bin.accuracy), style.bar(bin.accuracy ?? 0, width: Self.barWidth), gap,
            ])
        }
        return table.text(style)
    }

    /// Calibration errors, and which way they go.
    private var errors: String {
        let (right, sure) = bins.reduce(into: (0.0, 0.0)) { sums, bin in
            sums.0 += (bin.accuracy ?? 0) * Double(bin.images)
            sums.1 += (bin.confidence ?? 0) * Double(bin.images)
        }
        let tendency = sure > right ? "surer than it is right" : "less sure than it is right"
        return "calibration error \(ReportText.percent(ece)), at worst \(ReportText.percent(mce));"
            + " on the whole the classifier is \(tendency)"
    }

    private func temperatureTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["", "temperature", "logit scale", "log loss", "calibration error"],
            [.left, .right, .right, .right, .right])
        for row in temperatures {
            table.add([
                row.name, String(format: "%.4f", row.temperature), String(format: "%.1f", row.logitScale),
                String(format: "%.3f", row.nll), ReportText.percent(row.ece),
            ])
        }
        return table.text(style)
    }

    private var split: String {
        "Fitted on \(ReportText.count(halves.fitted, "image")), reported on the \(halves.reported) others (seed \(halves.seed))."
    }

    private func thresholdTable(_ style: TextStyle) -> String {
        var table = TextTable(
            ["\(score) at least", "images", "coverage", "accuracy"], [.left, .right, .right, .right])
        for point in (atThreshold.map { [$0] } ?? thresholds) {
            table.add([
                String(format: "%.3f", point.threshold), "\(point.images)", ReportText.percent(point.coverage),
                ReportText.percent(point.accuracy),
            ])
        }
        return table.text(style)
    }
}

/// Both, or neither.
private func zip<A, B>(_ a: A?, _ b: B?) -> (A, B)? {
    guard let a, let b else { return nil }
    return (a, b)
}
