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

        package init?(_ name: String, _ fit: TemperatureScaling.Fit?) {
            guard let fit, let ece = fit.reliability.expectedCalibrationError else { return nil }
            self.name = name
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
    package let images: Int
    package let ece: Double?
    package let mce: Double?
    package let bins: [Bin]
    package let halves: Halves
    package let temperatures: [Temperature]
    /// What thresholds are on: "probability" or "cosine".
    package let score: String
    /// From all images down to a tenth of them.
    package let thresholds: [Point]
    /// At the threshold that was asked for.
    package let atThreshold: Point?

    package init(
        _ diagram: ReliabilityDiagram, temperatures: [Temperature], halves: StratifiedHalves,
        selective: SelectiveAccuracy, score: String, threshold: Float?, model: String, dataset: String,
        prompts: String
    ) {
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
    }
}
