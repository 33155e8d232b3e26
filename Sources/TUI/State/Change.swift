/// What an edit did: an evaluation against the baseline.
package struct Change: Equatable, Sendable {
    /// Differences of shares, in points of 100.
    package let top1: Double
    package let top5: Double
    package let meanPerClass: Double
    package let turnedRight: Set<Int>
    package let turnedWrong: Set<Int>

    /// Nil where the two do not rest on the same images and the same classes.
    package init?(from baseline: Evaluation?, to current: Evaluation?) {
        guard let baseline, let current, baseline.images == current.images,
            baseline.request.labelling?.name == current.request.labelling?.name,
            let before = baseline.metrics, let after = current.metrics
        else { return nil }
        top1 = 100 * (after.top1 - before.top1)
        top5 = 100 * (after.top5 - before.top5)
        meanPerClass = 100 * (after.meanPerClass - before.meanPerClass)
        var right = Set<Int>()
        var wrong = Set<Int>()
        for (image, pair) in zip(baseline.outcomes, current.outcomes).enumerated() {
            guard let was = pair.0?.isRight, let now = pair.1?.isRight, was != now else { continue }
            if now { right.insert(image) } else { wrong.insert(image) }
        }
        turnedRight = right
        turnedWrong = wrong
    }
}
