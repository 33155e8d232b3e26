import Foundation

/// Whether two classifiers differ on the same images: McNemar's test. Images that both get right, or both wrong, say
/// nothing; of the others each is as likely to be A's as B's if the two are equally good.
/// McNemar 1947; the exact form is a two-sided sign test (Dietterich 1998, section 3.1, without the approximation). It
/// finds too little; the mid-p form, which verdicts go by, counts the split that was found half (Fagerland, Lydersen and
/// Laake 2013, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional").
package struct McNemar: Sendable, Equatable {
    /// Images that A alone gets right.
    package let onlyA: Int
    /// Images that B alone gets right.
    package let onlyB: Int
    /// Probability of a split at least as uneven, were the two equally good: min(1, 2 P(X <= min(onlyA, onlyB))) with
    /// X binomial(onlyA + onlyB, 1/2).
    package let pValue: Double
    /// The same with half of the probability of the split that was found: min(1, 2 P(X < k) + P(X = k)).
    package let midP: Double

    /// The p below which a difference is called significant, everywhere.
    package static let limit = 0.05

    package init(onlyA: Int, onlyB: Int) {
        (self.onlyA, self.onlyB) = (onlyA, onlyB)
        let (tail, own) = Self.lowerTail(min(onlyA, onlyB), of: onlyA + onlyB)
        // As even as can be: the two tails are everything, or more, whatever the rounding.
        pValue = abs(onlyA - onlyB) <= 1 ? 1 : min(1, 2 * tail)
        midP = onlyA == onlyB ? 1 : min(1, 2 * tail - own)
    }

    package var isSignificant: Bool { midP < Self.limit }

    /// P(X <= k) and P(X = k) for X binomial(n, 1/2), k at most n / 2: the largest term by log-gamma, the others by their
    /// ratios.
    private static func lowerTail(_ k: Int, of n: Int) -> (tail: Double, own: Double) {
        let n = Double(n)
        let factorial: (Double) -> Double = { lgamma($0 + 1) }  // its logarithm
        let ways: Double = factorial(n) - factorial(Double(k)) - factorial(n - Double(k))
        let largest: Double = exp(ways - n * log(2.0))
        var sum = 1.0
        var term = 1.0
        var index = Double(k)
        while index > 0, term > sum * 1e-17 {
            term *= index / (n - index + 1)
            sum += term
            index -= 1
        }
        return (largest * sum, largest)
    }
}
