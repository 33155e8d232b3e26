/// How far the difference of two shares of the same images could be off for the images being these and not others: the
/// score interval of Tango (1998, "Equivalence test and confidence interval for the difference in proportions for the
/// paired-sample design", equations 4 and 7). Unlike a bootstrap it says something where none or few images differ.
///
/// Images may weigh differently; the counts are then those of as many equal images as tell as much (Kish 1965, section
/// 11.2), and need not be whole.
package struct ScoreInterval: Sendable, Equatable {
    /// Images that only B, and that only A, gets right, of all.
    package let gained: Double
    package let lost: Double
    package let images: Double

    package init(gained: Double, lost: Double, images: Double) {
        precondition(gained >= 0 && lost >= 0 && images > 0, "\(gained) and \(lost) of \(images) images")
        (self.gained, self.lost, self.images) = (gained, lost, images)
    }

    /// Of the mean of the classes' recalls: an image of a small class weighs more than one of a large class.
    /// - Parameter classes: images of each class, and those that only B, and only A, gets right; at least one image each.
    init(ofRecalls classes: [(images: Double, gained: Double, lost: Double)]) {
        let count = Double(classes.count)
        let images = Self.equalImages(classes.map(\.images))
        self.init(
            gained: images * (classes.reduce(0) { $0 + $1.gained / $1.images } / count),
            lost: images * (classes.reduce(0) { $0 + $1.lost / $1.images } / count), images: images)
    }

    /// As many equal images as tell as much of the mean of the classes' recalls (Kish 1965, section 11.2).
    /// - Parameter classes: images of each, at least one.
    static func equalImages(_ classes: [Double]) -> Double {
        let count = Double(classes.count)
        return count * count / classes.reduce(0) { $0 + 1 / $1 }
    }

    package var difference: Double { (gained - lost) / images }

    /// The differences that the images do not speak against: those that a score test keeps at the level 0.05, and 0 where
    /// McNemar's mid-p test keeps it. So an interval without 0 and "significant" are one thing.
    package var range: ClosedRange<Double> {
        let (low, high) = (end(towards: -1), end(towards: 1))
        let test = McNemar(onlyA: Int(lost.rounded()), onlyB: Int(gained.rounded()))
        return test.isSignificant ? low...high : min(low, 0)...max(high, 0)
    }

    /// Of the standard normal distribution, 0.975.
    static let quantile = 1.959963984540054

    /// By bisection: the statistic grows with the distance from the difference that was found.
    private func end(towards limit: Double) -> Double {
        var (inside, outside) = (difference, limit)
        for _ in 0..<60 {
            let middle = (inside + outside) / 2
            if abs(statistic(middle)) <= Self.quantile { inside = middle } else { outside = middle }
        }
        return inside
    }

    /// How many standard errors a true difference of `delta` is from the one that was found, the standard error being that
    /// of the likeliest shares with that difference.
    func statistic(_ delta: Double) -> Double {
        let gap = gained - lost - images * delta
        let second = (2 * images - gained + lost) * delta - gained - lost
        let third = -lost * delta * (1 - delta)
        let onlyA = (max(0, second * second - 8 * images * third).squareRoot() - second) / (4 * images)
        let variance = images * max(0, 2 * onlyA + delta * (1 - delta))
        if gap == 0 { return 0 }
        return variance > 0 ? gap / variance.squareRoot() : gap * .infinity
    }
}
