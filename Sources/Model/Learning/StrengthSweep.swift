import Foundation

/// The choice of a probe's L2 by images that it was not fitted to: seven strengths from 1e-6 to 1e6, then four rounds that
/// halve the step around the best, to an eighth of a decade (Radford et al. 2021, appendix A.3). The best has most images
/// right; among equals the smaller log loss, then the stronger L2.
package struct StrengthSweep: Sendable {
    package struct Trial: Sendable, Equatable {
        package let c: Double
        package let right: Int
        /// In nats.
        let loss: Double

        func isBetter(than other: Trial) -> Bool {
            (right, -loss, -c) > (other.right, -other.loss, -other.c)
        }
    }

    /// In the order of C.
    package private(set) var trials: [Trial] = []
    /// Images that it was chosen on.
    package let images: Int

    /// Powers of ten.
    private static let exponents = stride(from: -6.0, through: 6, by: 2).map(\.self)
    package static let rounds = 4

    package var best: Trial { trials.reduce(trials[0]) { $1.isBetter(than: $0) ? $1 : $0 } }

    /// - Parameters:
    ///   - folds: what is fitted, and what it is evaluated on.
    ///   - rounds: how often the step is halved.
    ///   - report: trials done so far.
    /// - Throws: `ProbeFitting.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package init(
        _ folds: [(fitted: LabelledRows, evaluated: LabelledRows)], start: ZeroShotClassifier? = nil,
        rounds: Int = StrengthSweep.rounds, report: (Int, Int) -> Void = { _, _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        images = folds.reduce(0) { $0 + $1.evaluated.count }
        let fittings = try folds.map { try ProbeFitting($0.fitted, start: start) }
        var positions = [LinearProbe.Position?](repeating: nil, count: folds.count)
        let total = Self.exponents.count + 2 * rounds
        func attempt(_ exponent: Double) throws {
            let near = positions
            let answers = try concurrently(folds.count) { index in
                let (probe, position) = try fittings[index].probe(
                    c: pow(10, exponent), near: near[index], isCancelled: isCancelled)
                let evaluated = folds[index].evaluated
                let outcomes = probe.classifier.outcomes(evaluated.matrix, labels: evaluated.labels.map { Int($0) })
                return (
                    position, right: outcomes.count { $0.isRight == true },
                    loss: outcomes.reduce(0) { $0 + Double($1.truth?.loss ?? 0) }
                )
            }
            positions = answers.map(\.0)
            let (right, loss) = (answers.reduce(0) { $0 + $1.right }, answers.reduce(0) { $0 + $1.loss })
            trials.append(Trial(c: pow(10, exponent), right: right, loss: loss))
            report(trials.count, total)
        }
        for exponent in Self.exponents { try attempt(exponent) }
        var step = 1.0
        for _ in 0..<rounds {
            let middle = log10(best.c)
            for exponent in [middle - step, middle + step] where abs(exponent) <= 6 { try attempt(exponent) }
            step /= 2
        }
        trials.sort { $0.c < $1.c }
    }
}
