import Model

/// What an edit did: an evaluation against the baseline.
package struct Change: Equatable, Sendable {
    /// What became of an image.
    package enum Turn: Int8, Sendable { case right = 1, wrong }

    /// Differences of shares, in points of 100.
    package let top1: Double
    package let top5: Double
    package let meanPerClass: Double
    /// Images that turned.
    package let turnedRight: Int
    package let turnedWrong: Int
    /// The turn of each image, 0 where there is none.
    private let turns: [Int8]

    /// Nil where the two do not rest on the same images and the same classes.
    package init?(from baseline: Evaluation?, to current: Evaluation?) {
        guard let baseline, let current, baseline.images == current.images,
            baseline.request.labelColumn?.name == current.request.labelColumn?.name,
            let before = baseline.metrics, let after = current.metrics, let old = baseline.outcomes,
            let new = current.outcomes
        else { return nil }
        top1 = 100 * (after.top1 - before.top1)
        top5 = 100 * (after.top5 - before.top5)
        meanPerClass = 100 * (after.meanPerClass - before.meanPerClass)
        var counts = [0, 0, 0]
        turns = new.indices.map { image in
            guard let was = old.isRight(image), let now = new.isRight(image), was != now else { return 0 }
            let turn = now ? Turn.right.rawValue : Turn.wrong.rawValue
            counts[Int(turn)] += 1
            return turn
        }
        (turnedRight, turnedWrong) = (counts[1], counts[2])
    }

    package func turn(of image: Int) -> Turn? {
        turns.indices.contains(image) ? Turn(rawValue: turns[image]) : nil
    }
}
