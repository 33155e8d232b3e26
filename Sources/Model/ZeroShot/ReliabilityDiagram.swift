/// How often the classifier is right when it says that it is so sure: images by confidence, in equal bins
/// (Guo et al. 2017, "On calibration of modern neural networks", section 2).
package struct ReliabilityDiagram: Sendable, Equatable {
    package struct Bin: Sendable, Equatable {
        package fileprivate(set) var images = 0
        package fileprivate(set) var right = 0
        fileprivate var sum = 0.0

        /// Mean probability of the predicted class; nil in an empty bin.
        package var confidence: Double? { images == 0 ? nil : sum / Double(images) }
        /// Share of 1 that is right; nil in an empty bin.
        package var accuracy: Double? { images == 0 ? nil : Double(right) / Double(images) }
        /// |right - sum of the confidences|.
        fileprivate var gap: Double { abs(Double(right) - sum) }
    }

    /// What the literature uses, and what every figure of ours says.
    package static let usualBins = 15

    package private(set) var bins: [Bin]

    package init(bins: Int = usualBins) {
        self.bins = Array(repeating: Bin(), count: bins)
    }

    package init(_ predictions: Predictions, bins: Int = usualBins) {
        self.init(bins: bins)
        for image in 0..<predictions.count where predictions.isEvaluated(image) {
            add(predictions.confidences[image], isRight: predictions.isRight(image))
        }
    }

    /// Bins are closed below and open above, the last one closed.
    package static func bin(of confidence: Float, bins: Int = usualBins) -> Int {
        max(0, min(bins - 1, Int(confidence * Float(bins))))
    }

    package mutating func add(_ confidence: Float, isRight: Bool) {
        let bin = Self.bin(of: confidence, bins: bins.count)
        bins[bin].images += 1
        bins[bin].right += isRight ? 1 : 0
        bins[bin].sum += Double(confidence)
    }

    /// Adds the images of another diagram.
    package mutating func add(_ other: ReliabilityDiagram) {
        for index in bins.indices {
            bins[index].images += other.bins[index].images
            bins[index].right += other.bins[index].right
            bins[index].sum += other.bins[index].sum
        }
    }

    package var images: Int { bins.reduce(0) { $0 + $1.images } }

    /// The probabilities that a bin holds.
    package func range(of bin: Int) -> ClosedRange<Double> {
        Double(bin) / Double(bins.count)...Double(bin + 1) / Double(bins.count)
    }

    /// Mean of |accuracy - confidence| over the images (ECE; equation 3); nil without images.
    package var expectedCalibrationError: Double? {
        images == 0 ? nil : bins.reduce(0) { $0 + $1.gap } / Double(images)
    }

    /// The widest gap of a bin (MCE; equation 5); nil without images.
    package var maximumCalibrationError: Double? {
        bins.filter { $0.images > 0 }.map { $0.gap / Double($0.images) }.max()
    }
}
