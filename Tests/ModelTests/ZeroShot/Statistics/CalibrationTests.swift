import Testing

@testable import Model

@Suite struct CalibrationTests {
    let golden: StatisticsGoldens.Calibration
    let images: EvaluatedImages
    let weights: ClassWeights

    init() throws {
        golden = try StatisticsGoldens.load("calibration")
        let cosines = Matrix(rows: golden.labels.count, columns: golden.classes, values: golden.cosines.flatMap { $0 })
        images = try EvaluatedImages(cosines, labels: golden.labels.map { Int($0) })
        weights = .identity(golden.classes)
    }

    @Test func theReliabilityDiagramIsScikitLearns() {
        let bins = ReliabilityDiagram(golden.predictions).bins
        #expect(bins.map(\.images) == golden.bins.images)
        for (bin, expected) in zip(bins.compactMap(\.accuracy), golden.bins.accuracy) { #expect(isNear(bin, expected)) }
        for (bin, expected) in zip(bins.compactMap(\.confidence), golden.bins.confidence) {
            #expect(isNear(bin, expected))
        }
    }

    @Test func everyTemperatureHasTheReferencesLossAndCalibrationError() throws {
        let scaling = TemperatureScaling(weights, images: images)
        for expected in golden.fits {
            let fit = try #require(try scaling.fit(at: expected.scale))
            #expect(isNear(fit.negativeLogLikelihood, expected.nll, 1e-6))
            #expect(isNear(fit.reliability.expectedCalibrationError, expected.ece, 1e-6), "\(expected.scale)")
        }
    }

    @Test(arguments: [0.5, 10, 60, 3000] as [Float])
    func theBestScaleIsFoundFromAnywhere(start: Float) throws {
        let best = try TemperatureScaling(weights, images: images).best(from: start)
        #expect(abs(best.logitScale - golden.best_scale) < 1e-3 * golden.best_scale)
        #expect(best.isLeast)
    }

    @Test func whereEverythingIsRightTheScaleGrowsAndIsNoFit() throws {
        let easy = try EvaluatedImages(Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1]), labels: [0, 1])
        let scaling = TemperatureScaling(.identity(2), images: easy)
        let best = try scaling.best(from: 10)
        #expect(best.logitScale > 20 && TemperatureScaling.scales.contains(best.logitScale))
        #expect(!best.isLeast)
        let loss = { try scaling.fit(at: $0)?.negativeLogLikelihood ?? .infinity }
        #expect(try loss(best.logitScale) < loss(10))
    }

    @Test func aThresholdHasTheReferencesCoverageAndAccuracy() {
        let selective = SelectiveAccuracy(golden.predictions)
        for expected in golden.thresholds {
            let point = selective.at(expected.threshold)
            #expect(isNear(point.coverage, expected.coverage))
            #expect(isNear(point.accuracy, expected.accuracy))
        }
    }

    @Test func theCurveGoesFromEverythingDown() throws {
        let selective = try images.byCosine(weights)
        let curve = selective.curve(10)
        #expect(curve.map(\.images) == stride(from: 200, to: 0, by: -20).map { $0 })
        let widest = try #require(selective.widest(accuracy: 0.75))
        #expect(try #require(widest.accuracy) >= 0.75)
        #expect(selective.at(widest.threshold) == widest)
        #expect(selective.widest(accuracy: 1.01) == nil)
    }

    @Test func anOutcomeHasScipysEntropyAndTheReferencesRank() {
        let classifier = ZeroShotClassifier(weights: weights, logitScale: 60)
        let cosines = Matrix(rows: golden.labels.count, columns: golden.classes, values: golden.cosines.flatMap { $0 })
        let outcomes = classifier.outcomes(cosines, labels: golden.labels.map { Int($0) })
        for (image, outcome) in outcomes.enumerated() {
            #expect(isNear(Double(outcome.entropy), golden.entropy[image], 1e-5))
            #expect(outcome.truth?.rank == Int(golden.ranks[image]))
        }
        #expect(Predictions(outcomes).predicted == golden.predicted)
    }
}

@Test func theLastBinHoldsCertainty() {
    #expect(ReliabilityDiagram.bin(of: 1) == 14)
    #expect(ReliabilityDiagram.bin(of: 0) == 0)
    #expect(ReliabilityDiagram().expectedCalibrationError == nil)
}
