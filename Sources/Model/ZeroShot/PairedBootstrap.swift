import Foundation
import Synchronization

/// How far the difference of two calibration errors could be off for the images being these and not others: the paired
/// bootstrap (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapters 6 and 13). Images are drawn with
/// replacement, the same ones for both classifiers, and the interval is what the middle of the differences spans, together
/// with its mirror image about the difference that was found: the error of a resample is too large, more so the smaller
/// the error, so that the middle alone lies too near to 0.
///
/// Resample r draws its images by SplitMix64 from the r-th number of SplitMix64(seed): the same on every machine and
/// with any number of threads.
package struct PairedBootstrap: Sendable, Equatable {
    package let seed: UInt64
    package let resamples: Int
    /// Share of the differences that an interval holds.
    package let level: Double

    package init(seed: UInt64 = 1, resamples: Int = 2000, level: Double = 0.95) {
        precondition(resamples > 0 && level > 0 && level < 1, "\(resamples) resamples, level \(level)")
        (self.seed, self.resamples, self.level) = (seed, resamples, level)
    }

    /// Of fewer images it would hold the true difference too seldom (scripts/coverage).
    package static let fewestImages = 200

    /// - Parameters:
    ///   - progress: called with the resamples done, from several threads.
    /// - Returns: the interval of B's calibration error less A's; nil where there are too few images.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func interval(
        _ sample: PairedSample, progress: @Sendable (Int) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> ClosedRange<Double>? {
        guard sample.count >= Self.fewestImages else { return nil }
        var generator = SplitMix64(seed: seed)
        let seeds = (0..<resamples).map { _ in generator.next() }
        let done = Atomic(0)
        let parts = min(resamples, 4 * ProcessInfo.processInfo.activeProcessorCount)
        let differences = try concurrently(parts) { part in
            var gaps = PairedSample.Gaps(sample)
            return try (part * resamples / parts..<(part + 1) * resamples / parts).map { resample in
                if isCancelled() { throw CancellationError() }
                var generator = SplitMix64(seed: seeds[resample])
                gaps.resample(&generator)
                progress(done.add(1, ordering: .relaxed).newValue)
                return gaps.difference
            }
        }.joined()
        let middle = Self.interval(of: Array(differences), level: level)
        let found = sample.measures(of: 0..<sample.count)
        let twice = 2 * (found.b[.calibrationError] - found.a[.calibrationError])
        return min(middle.lowerBound, twice - middle.upperBound)...max(middle.upperBound, twice - middle.lowerBound)
    }

    /// The percentiles (1 - level) / 2 and (1 + level) / 2, between two values by linear interpolation (Hyndman and Fan
    /// 1996, definition 7; numpy's default).
    static func interval(of values: [Double], level: Double) -> ClosedRange<Double> {
        let sorted = values.sorted()
        let percentile = { (share: Double) in
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
        return percentile((1 - level) / 2)...percentile((1 + level) / 2)
    }
}
