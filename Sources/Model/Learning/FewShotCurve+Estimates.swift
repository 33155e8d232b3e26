extension FewShotCurve {
    /// A figure with its interval at 95 %, of draws and images drawn again (percentile bootstrap).
    package struct Estimate: Sendable, Equatable {
        package let value: Double
        package let interval: ClosedRange<Double>
    }

    package struct Estimates: Sendable {
        package let zeroShot: Estimate
        /// [level][method]
        package let accuracies: [[Estimate]]
        /// Labelled images a class whose probe is as good as the prompts.
        package let worth: Worth?
    }

    package static let resamples = 1000

    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func estimates(seed: UInt64, isCancelled: @Sendable () -> Bool = { false }) throws -> Estimates {
        var generator = SplitMix64(seed: seed)
        // How often each image stands in each resample, [resamples, images]; then shares of right ones, [resamples, rows].
        var counts = Matrix(rows: Self.resamples, columns: images)
        for resample in 0..<Self.resamples {
            if isCancelled() { throw CancellationError() }
            for _ in 0..<images { counts.values[resample * images + generator.index(below: images)] += 1 }
        }
        let shares = counts.timesTransposed(isRight)
        var samples = [[[Double]]](
            repeating: [[Double]](repeating: [], count: methods.count), count: levels.count)
        var (zeroShots, worths): ([Double], [Double]) = ([], [])
        let probe = methods.firstIndex(of: .probe)
        for resample in 0..<Self.resamples {
            let drawn = (0..<draws).map { _ in generator.index(below: draws) }
            let share = { (row: Int) in Double(shares.values[resample * shares.columns + row]) / Double(images) }
            for level in levels.indices {
                for method in methods.indices {
                    let first = (method * levels.count + level) * draws
                    samples[level][method].append(drawn.reduce(0) { $0 + share(first + $1) } / Double(draws))
                }
            }
            zeroShots.append(share(shares.columns - 1))
            if let probe {
                worths.append(worth(levels.indices.map { samples[$0][probe][resample] }, zeroShots[resample]))
            }
        }
        let value = probe.map { probe in
            worth(levels.map { $0.accuracies[probe].mean }, zeroShot)
        }
        return Estimates(
            zeroShot: Estimate(value: zeroShot, interval: zeroShots.central95),
            accuracies: levels.indices.map { level in
                methods.indices.map {
                    Estimate(value: levels[level].accuracies[$0].mean, interval: samples[level][$0].central95)
                }
            },
            worth: value.map { value in
                let interval = worths.central95
                return Worth(
                    images: value, interval: interval.lowerBound...interval.upperBound,
                    least: levels[0].imagesPerClass, most: levels[levels.count - 1].imagesPerClass)
            })
    }

    private func worth(_ accuracies: [Double], _ target: Double) -> Double {
        Worth.crossing(levels.map(\.imagesPerClass), accuracies, target)
    }
}

extension [Double] {
    /// 0 without numbers.
    var mean: Double { reduce(0, +) / Double(Swift.max(1, count)) }

    /// From the 2.5th to the 97.5th percentile, the nearest of the numbers; infinities are numbers like others.
    var central95: ClosedRange<Double> {
        let sorted = sorted()
        let last = Double(count - 1)
        return sorted[Int((0.025 * last).rounded())]...sorted[Int((0.975 * last).rounded())]
    }
}
