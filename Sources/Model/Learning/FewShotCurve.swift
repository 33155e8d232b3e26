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
    package let images: Int
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
        for (draw, order) in orders.enumerated() {
            for (level, count) in shots.enumerated() {
                let learner = Learner(
                    train.selecting(order.first(count)), prompts: prompts, neighbours: min(neighbours, count))
                for (place, method) in methods.enumerated() {
                    let c = try Self.strength(
                        method, train, order.halves(of: count), prompts: prompts, isCancelled: isCancelled)
                    let found = try learner.predictions(method, of: test.matrix, c: c, isCancelled: isCancelled)
                    accuracies[level][place].append(
                        tell(found, row: (place * shots.count + level) * draws + draw))
                }
                report(draw * shots.count + level + 1, draws * shots.count)
            }
        }
        levels = shots.enumerated().map { level, count in
            Level(
                shots: count, imagesPerClass: Double(orders[0].first(count).count) / known,
                shortClasses: orders[0].short(of: count), accuracies: accuracies[level])
        }
        (self.methods, self.draws, images, isRight) = (methods, draws, test.count, right)
    }

    /// The C of a probe, chosen by two halves of the drawn images, each judged by a probe of the other; without two classes
    /// in both, the usual one.
    private static func strength(
        _ method: LearningMethod, _ train: LabelledRows, _ halves: (first: [Int], second: [Int]),
        prompts: ZeroShotClassifier, isCancelled: @Sendable () -> Bool
    ) throws -> Double {
        guard method == .probe || method == .promptsAndProbe else { return 1 }
        let parts = [train.selecting(halves.first), train.selecting(halves.second)]
        guard parts.allSatisfy({ $0.imagesPerClass.count { $0 > 0 } > 1 }) else { return ProbeComparison.usualC }
        return try StrengthSweep(
            [(parts[0], parts[1]), (parts[1], parts[0])], start: method == .probe ? nil : prompts, rounds: 0,
            isCancelled: isCancelled
        ).best.c
    }
}
