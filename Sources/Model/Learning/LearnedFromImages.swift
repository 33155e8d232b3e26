/// What labelled images teach without prompts: fitted to one part of them, asked of the whole other part, and kept. Prompts are
/// set beside it again and again while nothing is fitted anew, whichever of the images they were chosen on.
package struct LearnedFromImages: Sendable {
    /// Nothing is left out here.
    package let parts: LearningParts
    package let seed: UInt64
    /// Images that are learnt from.
    package let imagesPerClass: [Int]
    /// The choice of the probe's L2; nil where there were no images to choose on.
    package let sweep: StrengthSweep?
    package let c: Double
    /// Nil while it is on its way.
    package private(set) var curve: FewShotCurve?

    /// All that have a label and an embedding.
    private let images: EvaluatedImages
    /// The classes of the images of `parts.test`.
    private let predictions: [(method: LearningMethod, classes: [Int32])]
    private let isCopy: [Bool]
    private let neighbours: Int

    package enum Progress: Sendable, Equatable {
        /// Steps done: strengths of the probe, then levels of draws.
        case probe(done: Int, of: Int)
        case curve(done: Int, of: Int)
    }

    /// Those that learn from images alone.
    package static let methods: [LearningMethod] = [.probe, .nearestMean, .neighbours]
    /// Those that learn from images and prompts.
    package static let methodsWithPrompts: [LearningMethod] = [.promptsAndProbe, .cache]

    /// As `clipscope probe` and `clipscope fewshot` have them.
    package static let (usualSeed, usualNeighbours, usualDraws): (UInt64, Int, Int) = (1, 5, 10)

    /// - Parameters:
    ///   - prompts: any for these classes; nothing here depends on them.
    ///   - report: steps of the fitting done.
    ///   - found: called with the figures before the curve, then with the curve.
    /// - Throws: `LearningParts.Failure`, `LabelledRows.Failure`, `ProbeFitting.Failure`; `CancellationError` soon after
    ///   `isCancelled` turns true.
    package static func find(
        _ images: EvaluatedImages, of dataset: Dataset, prompts: ZeroShotClassifier, seed: UInt64 = usualSeed,
        neighbours: Int = usualNeighbours, draws: Int = usualDraws, report: (Progress) -> Void = { _ in },
        isCancelled: @Sendable () -> Bool = { false }, found: (LearnedFromImages) -> Void
    ) throws {
        let parts = try LearningParts(images, of: dataset, splits: nil, seed: seed) { _ in false }
        let classes = prompts.weights.matrix.rows
        let train = try LabelledRows(images.selecting(parts.train), classes: classes)
        let test = try LabelledRows(images.selecting(parts.test), classes: classes)
        let comparison = try ProbeComparison(
            train: train, test: test, prompts: prompts, methods: methods, neighbours: neighbours, seed: seed,
            report: { report(.probe(done: $0, of: $1)) }, isCancelled: isCancelled)
        let probe = comparison.result(.probe)
        var learned = LearnedFromImages(
            parts: parts, seed: seed, imagesPerClass: train.imagesPerClass, sweep: probe.sweep,
            c: probe.probe?.c ?? ProbeComparison.usualC, curve: nil, images: images,
            predictions: comparison.results.map { ($0.method, $0.predictions) },
            isCopy: LearningParts.copies(test.matrix, in: train.matrix), neighbours: neighbours)
        found(learned)
        learned.curve = try FewShotCurve(
            train: train, test: test, prompts: prompts, methods: [.probe], draws: draws, neighbours: neighbours,
            seed: seed, report: { report(.curve(done: $0, of: $1)) }, isCancelled: isCancelled)
        found(learned)
    }

    private var classes: Int { imagesPerClass.count }

    private func places(_ isChosenOn: (Int) -> Bool) -> [Int] {
        parts.test.indices.filter { !isChosenOn(Int(images.images[parts.test[$0]])) }
    }
}

extension LearnedFromImages {
    /// - Parameter isChosenOn: whether the prompts were chosen on an image of the dataset.
    /// - Throws: `LearningParts.Failure.allChosenOn`; `CancellationError` soon after `isCancelled` turns true.
    package func beside(
        _ prompts: ClassWeights, dataset: String, isChosenOn: (Int) -> Bool,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> PromptsBesideImages {
        let places = places(isChosenOn)
        let leftOut = parts.test.count - places.count
        guard !places.isEmpty else { throw LearningParts.Failure.allChosenOn(images: leftOut, dataset: dataset) }
        let test = images.selecting(places.map { parts.test[$0] })
        let zeroShot = LearnedFigures(
            try test.predictions(prompts, isCancelled: isCancelled), labels: test.labels, classes: classes)
        let others = predictions.map { method, classes in
            (method, LearnedFigures(places.map { classes[$0] }, labels: test.labels, classes: self.classes))
        }
        let curve = curve?.beside(zeroShot.isRight, on: places)
        return PromptsBesideImages(
            methods: ([(.prompts, zeroShot)] + others).map { .init(method: $0, top1: $1.top1) },
            classes: PromptsBesideImages.classes(
                fittedOn: imagesPerClass, test.labels, prompts: zeroShot, probe: others[0].1),
            fittedOn: parts.train.count, reportedOn: places.count, leftOut: leftOut,
            copies: places.count { isCopy[$0] }, levels: curve?.levels,
            estimates: try curve?.estimates(seed: seed, isCancelled: isCancelled))
    }

    /// What learns from images and prompts together, on the same images as `beside`.
    /// - Throws: as `find`.
    package func withPrompts(
        _ prompts: ZeroShotClassifier, isChosenOn: (Int) -> Bool, report: (Int, Int) -> Void = { _, _ in },
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> [PromptsBesideImages.Method] {
        let places = places(isChosenOn)
        guard !places.isEmpty else { return [] }
        let train = try LabelledRows(images.selecting(parts.train), classes: classes)
        let test = try LabelledRows(images.selecting(places.map { parts.test[$0] }), classes: classes)
        return try ProbeComparison(
            train: train, test: test, prompts: prompts, methods: Self.methodsWithPrompts, neighbours: neighbours,
            seed: seed, report: report, isCancelled: isCancelled
        ).results.map {
            PromptsBesideImages.Method(method: $0.method, top1: LearnedFigures($0.predictions, of: test).top1)
        }
    }
}
