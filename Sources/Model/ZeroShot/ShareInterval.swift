/// How far a share of images could be off for the images being these and not others: Wilson's score interval at 95 %
/// (Wilson 1927, "Probable inference, the law of succession, and statistical inference"). It says something where all or
/// none of the images are right.
package struct ShareInterval: Sendable, Equatable {
    package let share: Double
    package let range: ClosedRange<Double>

    /// - Parameter images: need not be whole: images that weigh differently count as the equal ones that tell as much.
    package init(share: Double, images: Double) {
        precondition(images > 0 && (0...1).contains(share), "a share of \(share) of \(images) images")
        let square = ScoreInterval.quantile * ScoreInterval.quantile
        let middle = (share + square / (2 * images)) / (1 + square / images)
        let half =
            ScoreInterval.quantile / (1 + square / images)
            * (share * (1 - share) / images + square / (4 * images * images)).squareRoot()
        self.share = share
        range = max(0, min(share, middle - half))...min(1, max(share, middle + half))
    }
}
