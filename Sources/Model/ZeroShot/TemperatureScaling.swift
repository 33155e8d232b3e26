import Foundation

/// How well probabilities fit under another temperature. softmax(cosine / temperature) has the same best class at every
/// temperature; how sure it sounds changes (Guo et al. 2017, section 4.2). The logit scale is 1 / temperature.
package struct TemperatureScaling: Sendable {
    package struct Fit: Sendable, Equatable {
        package let logitScale: Float
        /// Images that it rests on.
        package let images: Int
        /// Mean negative log likelihood of the true class, in nats.
        package let negativeLogLikelihood: Double
        package let reliability: ReliabilityDiagram
        /// Probability of the predicted class, one an image.
        package let confidences: [Float]

        package var temperature: Float { 1 / logitScale }
    }

    private let weights: ClassWeights
    private let images: EvaluatedImages

    package init(_ weights: ClassWeights, images: EvaluatedImages) {
        (self.weights, self.images) = (weights, images)
    }

    /// - Returns: nil without images.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func fit(at logitScale: Float, isCancelled: @Sendable () -> Bool = { false }) throws -> Fit? {
        guard images.count > 0 else { return nil }
        let sums = try pass(logitScale, keepingConfidences: true, isCancelled)
        return Fit(
            logitScale: logitScale, images: images.count,
            negativeLogLikelihood: sums.loss / Double(images.count), reliability: sums.reliability,
            confidences: sums.confidences)
    }

    /// Scales beyond these say no more: uniform, or certain.
    package static let scales: ClosedRange<Float> = 0.01...10_000

    /// Where the search for the best scale ended.
    package struct Best: Sendable, Equatable {
        package let logitScale: Float
        /// False where the loss has no least within `scales`, as where every image is right: then the scale is what 30
        /// steps reach, and fits nothing.
        package let isLeast: Bool

        package var temperature: Float { 1 / logitScale }
    }

    /// The logit scale of the least mean negative log likelihood, by Newton's method: the loss is convex in the scale.
    /// To be evaluated on other images than these.
    /// - Parameter start: the model's.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func best(from start: Float, isCancelled: @Sendable () -> Bool = { false }) throws -> Best {
        var (scale, isDone) = (Double(start), false)
        for _ in 0..<30 {
            let sums = try pass(Float(scale), keepingConfidences: false, isCancelled)
            // A factor of 4 at most: far from the minimum the curvature may be next to nothing.
            let target = sums.curvature > 0 ? scale - sums.slope / sums.curvature : sums.slope > 0 ? 0 : .infinity
            let next = min(
                max(target, scale / 4, Double(Self.scales.lowerBound)), scale * 4, Double(Self.scales.upperBound))
            isDone = abs(next - scale) < 1e-6 * scale
            scale = next
            if isDone { break }
        }
        let isInside = scale > Double(Self.scales.lowerBound) && scale < Double(Self.scales.upperBound)
        return Best(logitScale: Float(scale), isLeast: isDone && isInside)
    }

    /// Sums over the images.
    fileprivate struct Sums: Sendable {
        var loss = 0.0
        /// First and second derivative of the loss with respect to the scale: mean cosine under the probabilities less
        /// that of the true class, and its variance.
        var slope = 0.0
        var curvature = 0.0
        var reliability = ReliabilityDiagram()
        /// Empty unless they are to be kept.
        var confidences: [Float] = []
    }

    private func pass(
        _ scale: Float, keepingConfidences: Bool, _ isCancelled: @Sendable () -> Bool
    ) throws -> Sums {
        let classes = weights.matrix.rows
        let blocks = images.blocks(classes: classes)
        return try concurrently(blocks.count) { index in
            if isCancelled() { throw CancellationError() }
            return images.withCosines(of: blocks[index], weights) { cosines in
                var sums = Sums()
                for (row, place) in blocks[index].enumerated() {
                    let own = UnsafeBufferPointer(rebasing: cosines[row * classes..<(row + 1) * classes])
                    let confidence = sums.add(own, label: Int(images.labels[place]), scale: scale)
                    if keepingConfidences { sums.confidences.append(confidence) }
                }
                return sums
            }
        }.reduce(into: Sums()) { $0.add($1) }
    }
}

fileprivate extension TemperatureScaling.Sums {
    mutating func add(_ other: Self) {
        loss += other.loss
        slope += other.slope
        curvature += other.curvature
        reliability.add(other.reliability)
        confidences += other.confidences
    }

    /// - Parameter cosines: one image's, [classes].
    /// - Returns: the probability of the predicted class.
    mutating func add(_ cosines: UnsafeBufferPointer<Float>, label: Int, scale: Float) -> Float {
        let best = highest(in: cosines, from: 0, count: cosines.count)
        let top = cosines[best]
        var (sum, first, second) = (0.0, 0.0, 0.0)
        for cosine in cosines {
            let below = Double(cosine - top)
            let weight = Foundation.exp(Double(scale) * below)
            sum += weight
            first += weight * below
            second += weight * below * below
        }
        let mean = first / sum
        let truth = Double(cosines[label] - top)
        loss += Foundation.log(sum) - Double(scale) * truth
        slope += mean - truth
        curvature += second / sum - mean * mean
        let confidence = Float(1 / sum)
        reliability.add(confidence, isRight: best == label)
        return confidence
    }
}
