import Foundation
import Synchronization

/// How far the difference of two classifiers could be off for the images being these and not others: the paired
/// bootstrap (Efron and Tibshirani 1993, "An introduction to the bootstrap", chapters 6 and 13). Images are drawn with
/// replacement, the same ones for both classifiers, and the interval is what the middle of the differences spans.
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

    /// - Parameters:
    ///   - progress: called with the resamples done, from several threads.
    /// - Returns: for each measure the interval of B's value less A's.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func intervals(
        _ sample: PairedSample, progress: @Sendable (Int) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [Measure: ClosedRange<Double>] {
        var generator = SplitMix64(seed: seed)
        let seeds = (0..<resamples).map { _ in generator.next() }
        let done = Atomic(0)
        let parts = min(resamples, 4 * ProcessInfo.processInfo.activeProcessorCount)
        let differences = try concurrently(parts) { part in
            var tally = PairedSample.Tally(sample)
            return try (part * resamples / parts..<(part + 1) * resamples / parts).map { resample in
                if isCancelled() { throw CancellationError() }
                var generator = SplitMix64(seed: seeds[resample])
                tally.resample(&generator)
                let (a, b) = tally.measures
                progress(done.add(1, ordering: .relaxed).newValue)
                return zip(a.values, b.values).map { $1 - $0 }
            }
        }.joined()
        return Dictionary(
            uniqueKeysWithValues: Measure.allCases.enumerated().map { place, measure in
                (measure, Self.interval(of: differences.map { $0[place] }, level: level))
            })
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
