import Foundation

/// How well classes are told apart by a few labelled images each, drawn again and again, beside the prompts on the same
/// images (Radford et al. 2021, figures 6 and 7).
package struct FewShotCurve: Sendable {
    package struct Level: Sendable {
        /// Images a class that are drawn, where there are so many.
        package let shots: Int
        /// Images a class that there were, on average: fewer where classes are short.
        package let imagesPerClass: Double
        /// Classes that have fewer.
        package let shortClasses: Int
        /// Accuracy of each method in each draw, in the order of `methods`.
        package let accuracies: [[Double]]
    }

    package let methods: [LearningMethod]
    package let levels: [Level]
    /// Of the prompts.
    package let zeroShot: Double
    package let draws: Int
    /// Images that figures are of.
    package var images: Int { isRight.columns }
    /// Whether a method, at a level, in a draw is right on an image: [method x level x draw, images], and the prompts last.
    let isRight: Matrix

    package static let shots = [1, 2, 4, 8, 16]

    /// - Parameters:
    ///   - shots: images a class, ascending; what no class has is left out.
    ///   - draws: how often images are drawn.
    ///   - report: levels of draws done.
    /// - Throws: `ProbeFitting.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package init(
        train: LabelledRows, test: LabelledRows, prompts: ZeroShotClassifier, methods: [LearningMethod],
        shots: [Int] = FewShotCurve.shots, draws: Int, neighbours: Int, seed: UInt64,
        report: (Int, Int) -> Void = { _, _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let most = train.imagesPerClass.max() ?? 0
        let shots = shots.filter { $0 <= max(most, shots[0]) }
        let methods = methods.filter { !$0.isZeroShot }
        let known = Double(train.imagesPerClass.count { $0 > 0 })
        var generator = SplitMix64(seed: seed)
        let orders = (0..<draws).map { _ in ShotDraw(train.labels, classes: train.classes, seed: generator.next()) }
        var right = Matrix(rows: methods.count * shots.count * draws + 1, columns: test.count)
        func tell(_ predictions: [Int32], row: Int) -> Double {
            let values = zip(predictions, test.labels).map { $0 == $1 ? Float(1) : 0 }
            right.replace(row: row, by: values[...])
            return Double(values.reduce(0, +)) / Double(values.count)
        }
        zeroShot = tell(prompts.logits(test.matrix).highestColumns, row: right.rows - 1)
        var accuracies = [[[Double]]](
            repeating: [[Double]](repeating: [], count: methods.count), count: shots.count)
        // One task is a level of a draw; as many at once as there are cores, so that the report is in their order.
        let tasks = orders.indices.flatMap { draw in shots.indices.map { (draw, level: $0) } }
        let share = max(1, ProcessInfo.processInfo.activeProcessorCount)
        for start in stride(from: 0, to: tasks.count, by: share) {
            let part = tasks[start..<min(start + share, tasks.count)]
            let found = try concurrently(part.count) { place in
                let (order, count) = (orders[part[start + place].0], shots[part[start + place].level])
                let learner = Learner(
                    train.selecting(order.first(count)), prompts: prompts, neighbours: min(neighbours, count))
                return try methods.map { method in
                    let c = try Self.strength(
                        method, train, order.halves(of: count), prompts: prompts, isCancelled: isCancelled)
                    return try learner.predictions(method, of: test.matrix, c: c, isCancelled: isCancelled)
                }
            }
            for (place, predictions) in found.enumerated() {
                let (draw, level) = part[start + place]
                for (method, own) in predictions.enumerated() {
                    accuracies[level][method].append(tell(own, row: (method * shots.count + level) * draws + draw))
                }
            }
            report(start + part.count, tasks.count)
        }
        levels = shots.enumerated().map { level, count in
            Level(
                shots: count, imagesPerClass: Double(orders[0].first(count).count) / known,
                shortClasses: orders[0].short(of: count), accuracies: accuracies[level])
        }
        (self.methods, self.draws, isRight) = (methods, draws, right)
    }

    private init(_ methods: [LearningMethod], _ levels: [Level], draws: Int, zeroShot: Double, isRight: Matrix) {
        (self.methods, self.levels, self.draws) = (methods, levels, draws)
        (self.zeroShot, self.isRight) = (zeroShot, isRight)
    }

    /// The same curve on some of the images, beside other prompts: nothing is fitted again.
    /// - Parameters:
    ///   - prompts: whether they are right on each of these images.
    ///   - places: of the images; one at least.
    package func beside(_ prompts: [Bool], on places: [Int]) -> FewShotCurve {
        precondition(prompts.count == places.count, "\(prompts.count) answers for \(places.count) images")
        var right = Matrix(rows: isRight.rows, columns: places.count)
        for row in 0..<isRight.rows - 1 {
            let first = row * isRight.columns
            right.replace(row: row, by: places.map { isRight.values[first + $0] }[...])
        }
        right.replace(row: isRight.rows - 1, by: prompts.map { $0 ? 1 : 0 }[...])
        let accuracy = { (row: Int) in Double(right[row].reduce(0, +)) / Double(places.count) }
        let levels = self.levels.enumerated().map { place, level in
            Level(
                shots: level.shots, imagesPerClass: level.imagesPerClass, shortClasses: level.shortClasses,
                accuracies: methods.indices.map { method in
                    (0..<draws).map { accuracy((method * self.levels.count + place) * draws + $0) }
                })
        }
        return FewShotCurve(methods, levels, draws: draws, zeroShot: accuracy(isRight.rows - 1), isRight: right)
    }

    /// The C of a probe, chosen by two halves of the drawn images, each evaluated by a probe of the other; without two classes
    /// in both, the usual one.
    private static func strength(
        _ method: LearningMethod, _ train: LabelledRows, _ halves: (first: [Int], second: [Int]),
        prompts: ZeroShotClassifier, isCancelled: @Sendable () -> Bool
    ) throws -> Double {
        guard method.isProbe else { return 1 }
        let parts = [train.selecting(halves.first), train.selecting(halves.second)]
        guard parts.allSatisfy({ $0.imagesPerClass.count { $0 > 0 } > 1 }) else { return ProbeComparison.usualC }
        return try StrengthSweep(
            [(parts[0], parts[1]), (parts[1], parts[0])], start: method == .probe ? nil : prompts, rounds: 0,
            isCancelled: isCancelled
        ).best.c
    }
}

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
