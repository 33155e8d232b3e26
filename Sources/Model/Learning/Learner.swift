/// Ways to tell classes apart by prompts, by labelled images, or by both.
package enum LearningMethod: String, CaseIterable, Sendable, Encodable {
    /// Zero-shot: the prompts alone.
    case prompts
    /// Multinomial logistic regression.
    case probe
    /// The same, drawn to the prompts' class weights.
    case promptsAndProbe = "prompts-and-probe"
    /// Tip-Adapter without training (Zhang et al. 2022, equations 5 and 6): prompts, and labelled images near by.
    case cache
    /// The class whose images' normalised mean is nearest.
    case nearestMean = "nearest-mean"
    /// A vote of the nearest images.
    case neighbours

    /// It learns from no image.
    package var isZeroShot: Bool { self == .prompts }

    /// L-BFGS fits it, and its L2 is chosen.
    var isProbe: Bool { self == .probe || self == .promptsAndProbe }
}

/// Labelled images and prompts, and what each method makes of them.
package struct Learner: Sendable {
    package let rows: LabelledRows
    package let prompts: ZeroShotClassifier
    /// That vote.
    package var neighbours = 5

    /// Tip-Adapter's residual ratio and sharpness, before any search for better ones.
    package static let (cacheShare, cacheSharpness): (Float, Float) = (1, 5.5)

    package init(_ rows: LabelledRows, prompts: ZeroShotClassifier, neighbours: Int = 5) {
        (self.rows, self.prompts, self.neighbours) = (rows, prompts, neighbours)
    }

    /// - Parameter c: of the probes.
    /// - Returns: the class of each image.
    /// - Throws: `ProbeFitting.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package func predictions(
        _ method: LearningMethod, of images: Matrix, c: Double, isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Int32] {
        switch method {
        case .prompts: return prompts.logits(images).highestColumns
        case .probe, .promptsAndProbe:
            let (probe, _) = try ProbeFitting(rows, start: method == .probe ? nil : prompts)
                .probe(c: c, isCancelled: isCancelled)
            return probe.classifier.logits(images).highestColumns
        case .cache:
            var logits = prompts.logits(images)
            let own = try Neighbours(rows: rows)
                .affinities(images, sharpness: Self.cacheSharpness, isCancelled: isCancelled)
            for index in logits.values.indices { logits.values[index] += Self.cacheShare * own.values[index] }
            return logits.highestColumns
        case .nearestMean: return nearestMean(images)
        case .neighbours:
            return try Neighbours(rows: rows).votes(images, nearest: neighbours, isCancelled: isCancelled)
        }
    }

    /// A class without images is never the nearest.
    private func nearestMean(_ images: Matrix) -> [Int32] {
        let counts = rows.imagesPerClass
        let present = counts.indices.filter { counts[$0] > 0 }
        let means = ClassWeights(sum: rows.classSums.selecting(present))
        return images.timesTransposed(means.matrix).highestColumns.map { Int32(present[Int($0)]) }
    }
}
