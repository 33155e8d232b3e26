/// Prompts beside what learns from labelled images: every method fitted to the same images and asked of the same others.
package struct ProbeComparison: Sendable {
    package struct Result: Sendable {
        package let method: LearningMethod
        /// The class of each image that is reported on.
        package let predictions: [Int32]
        /// Of the probes; the choice of their strength where there were images to choose on.
        package let probe: LinearProbe?
        package let sweep: StrengthSweep?
        /// That the probe took, its sweep not counted.
        package let seconds: Double
    }

    package let train: LabelledRows
    package let test: LabelledRows
    package let results: [Result]
    /// Images that the probes' strength was chosen on, the probes of that choice being fitted to the other images.
    package let validation: Int

    /// The strength where no class has two images, so that none can be held back to choose on.
    package static let usualC = 1.0
    /// One image of so many is held back.
    private static let validationShare = 4

    /// - Parameters:
    ///   - methods: those that are wanted.
    ///   - c: of the probes, instead of a choice.
    ///   - seed: of the images that strengths are chosen on.
    ///   - report: how many of the probes are fitted.
    /// - Throws: `ProbeFitting.Failure`; `CancellationError` soon after `isCancelled` turns true.
    package init(
        train: LabelledRows, test: LabelledRows, prompts: ZeroShotClassifier,
        methods: [LearningMethod] = LearningMethod.allCases, neighbours: Int, c: Double? = nil, seed: UInt64,
        report: (Int, Int) -> Void = { _, _ in }, isCancelled: @Sendable () -> Bool = { false }
    ) throws {
        let (held, others) = ShotDraw(train.labels, classes: train.classes, seed: seed)
            .part(oneOf: Self.validationShare)
        let folds =
            held.isEmpty || c != nil ? [] : [(fitted: train.selecting(others), evaluated: train.selecting(held))]
        let learner = Learner(train, prompts: prompts, neighbours: neighbours)
        var probes = 0
        let all = methods.count { $0.isProbe }
        results = try methods.map { method in
            guard method.isProbe else {
                let predictions = try learner.predictions(method, of: test.matrix, c: 1, isCancelled: isCancelled)
                return Result(method: method, predictions: predictions, probe: nil, sweep: nil, seconds: 0)
            }
            let start = method == .probe ? nil : prompts
            let sweep =
                folds.isEmpty
                ? nil
                : try StrengthSweep(
                    folds, start: start, report: { report(probes * $1 + $0, all * $1) }, isCancelled: isCancelled)
            probes += 1
            let begin = ContinuousClock.now
            let (probe, _) = try ProbeFitting(train, start: start)
                .probe(c: c ?? sweep?.best.c ?? Self.usualC, isCancelled: isCancelled)
            return Result(
                method: method, predictions: probe.classifier.logits(test.matrix).highestColumns, probe: probe,
                sweep: sweep, seconds: (ContinuousClock.now - begin) / .seconds(1))
        }
        (self.train, self.test, validation) = (train, test, folds.isEmpty ? 0 : held.count)
    }

    /// Of one of the methods that were wanted.
    package func result(_ method: LearningMethod) -> Result {
        results.first { $0.method == method }!
    }
}
