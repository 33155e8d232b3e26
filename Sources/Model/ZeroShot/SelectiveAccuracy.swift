/// Accuracy on the images that a classifier is sure enough of, the others being "none of these": what a threshold on
/// a score costs in coverage and gains in accuracy (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017).
package struct SelectiveAccuracy: Sendable, Equatable {
    package struct Point: Sendable, Equatable {
        /// Images count whose score is at least this.
        package let threshold: Float
        package let images: Int
        /// Share of all images that remain.
        package let coverage: Double
        /// Share of those that are right; nil where none remains.
        package let accuracy: Double?
    }

    /// Descending.
    private let scores: [Float]
    /// Whose scores they are.
    private let images: [Int32]
    /// Right ones among the first n scores, n from 0.
    private let right: [Int32]

    /// - Parameters:
    ///   - scores: of each image, the higher the surer: probability or cosine of its predicted class.
    ///   - isRight: of each image.
    ///   - images: their numbers.
    package init(scores: [Float], isRight: [Bool], images: [Int32]) {
        precondition(
            scores.count == isRight.count && scores.count == images.count,
            "\(scores.count) scores for \(isRight.count) of \(images.count) images")
        let order = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }
        self.scores = order.map { scores[$0] }
        self.images = order.map { images[$0] }
        var sum: Int32 = 0
        right =
            [0]
            + order.map { image in
                sum += isRight[image] ? 1 : 0
                return sum
            }
    }

    /// The same images in the same order under another score.
    /// - Parameter score: from the score here to the other, never falling.
    package func rescaled(_ score: (Float) -> Float) -> SelectiveAccuracy {
        SelectiveAccuracy(scores: scores.map(score), images: images, right: right)
    }

    private init(scores: [Float], images: [Int32], right: [Int32]) {
        (self.scores, self.images, self.right) = (scores, images, right)
    }

    /// By the probability of the predicted class.
    package init(_ predictions: Predictions) {
        let images = (0..<predictions.count).filter(predictions.isEvaluated)
        self.init(
            scores: images.map { predictions.confidences[$0] }, isRight: images.map(predictions.isRight),
            images: images.map { Int32($0) })
    }

    package func at(_ threshold: Float) -> Point {
        var (low, high) = (0, scores.count)
        while low < high {
            let middle = (low + high) / 2
            if scores[middle] >= threshold { low = middle + 1 } else { high = middle }
        }
        return point(threshold, images: low)
    }

    /// The images that do not count at a threshold: "none of these". Ascending.
    package func images(below threshold: Float) -> [Int32] {
        images[at(threshold).images...].sorted()
    }

    /// From the lowest score to the highest; nil without images.
    package var range: ClosedRange<Float>? {
        guard let lowest = scores.last, let highest = scores.first else { return nil }
        return lowest...highest
    }

    /// Points at equal steps of coverage, from all images down: `count` of them, fewer where scores are equal.
    package func curve(_ count: Int) -> [Point] {
        guard !scores.isEmpty else { return [] }
        var points: [Point] = []
        for step in 0..<count {
            let last = max(1, scores.count * (count - step) / count) - 1
            let point = at(scores[last])
            if point.images != points.last?.images { points.append(point) }
        }
        return points
    }

    /// The widest coverage whose accuracy is at least this; nil where there is none.
    package func widest(accuracy: Double) -> Point? {
        let places = scores.indices.reversed().first { last in
            (last == scores.count - 1 || scores[last + 1] < scores[last])
                && Double(right[last + 1]) >= accuracy * Double(last + 1)
        }
        return places.map { point(scores[$0], images: $0 + 1) }
    }

    private func point(_ threshold: Float, images: Int) -> Point {
        Point(
            threshold: threshold, images: images,
            coverage: scores.isEmpty ? 0 : Double(images) / Double(scores.count),
            accuracy: images == 0 ? nil : Double(right[images]) / Double(images))
    }
}

extension EvaluatedImages {
    /// The cosine of each image with its predicted class, and whether that is right.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func byCosine(
        _ weights: ClassWeights, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> SelectiveAccuracy {
        let classes = weights.matrix.rows
        var scores: [Float] = []
        var isRight: [Bool] = []
        for places in blocks(classes: classes) {
            if isCancelled() { throw CancellationError() }
            withCosines(of: places, weights) { cosines in
                for (row, place) in places.enumerated() {
                    let best = highest(in: cosines, from: row * classes, count: classes)
                    scores.append(cosines[row * classes + best])
                    isRight.append(best == Int(labels[place]))
                }
            }
        }
        return SelectiveAccuracy(scores: scores, isRight: isRight, images: images)
    }
}
