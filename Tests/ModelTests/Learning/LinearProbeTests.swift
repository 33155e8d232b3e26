import Testing

@testable import Model

@Suite struct LinearProbeTests {
    private let golden: LearningGoldens
    private let train: LabelledRows
    private let test: LabelledRows

    init() throws { (golden, train, test) = try LearningGoldens.load() }

    /// Rounding may turn a prediction where two classes are equally likely.
    private static let tie = 1e-4

    private func expectEqual(_ probes: [LearningGoldens.Probe], fittedTo rows: LabelledRows) throws {
        let fitting = try ProbeFitting(rows)
        var near: LinearProbe.Position?
        for expected in probes {
            let (probe, position) = try fitting.probe(c: expected.c, near: near)
            near = position
            #expect(probe.isConverged, "C \(expected.c)")
            #expect(
                abs(probe.objective - expected.objective) <= 1e-6 * expected.objective,
                "C \(expected.c): \(probe.objective) against \(expected.objective)")
            let predicted = probe.classifier.logits(test.matrix).highestColumns
            for place in predicted.indices where expected.leads[place] > Self.tie {
                #expect(predicted[place] == expected.predicted[place], "C \(expected.c), image \(place)")
            }
        }
    }

    @Test func theMinimumIsThatOfScikitLearn() throws { try expectEqual(golden.probes, fittedTo: train) }

    @Test func twoClassesHaveOneWeightVectorAsInScikitLearn() throws {
        try expectEqual(
            golden.two_classes, fittedTo: train.relabelled(train.labels.map { min($0, 1) }, classes: 2))
    }

    @Test func fewerImagesThanDimensionsGiveTheSameMinimum() throws {
        try expectEqual(golden.few, fittedTo: train.selecting(Array(0..<20)))
    }

    @Test func labelsWithoutMeaningGiveTheSameMinimum() throws {
        try expectEqual(golden.random, fittedTo: train.relabelled(golden.random_labels, classes: golden.classes))
    }

    @Test func theObjectiveOfTheSavedWeightsIsTheOneThatIsTold() throws {
        let (probe, _) = try ProbeFitting(train).probe(c: 100)
        let outcomes = probe.classifier.outcomes(train.matrix, labels: train.labels.map { Int($0) })
        let loss = outcomes.reduce(0) { $0 + Double($1.truth!.loss) } / Double(train.count)
        let squares = probe.weights.values.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(loss + squares / (200 * Double(train.count)) - probe.objective) < 1e-5)
    }

    @Test func aClassWithoutImagesIsNeverPredicted() throws {
        let places = train.labels.indices.filter { train.labels[$0] != 2 }
        let (probe, _) = try ProbeFitting(train.selecting(places)).probe(c: 10)
        #expect(probe.weights.rows == 5)
        #expect(!probe.classifier.logits(test.matrix).highestColumns.contains(2))
        #expect(probe.classifier.probabilities(test.matrix).values.allSatisfy { $0.isFinite })
    }

    @Test func oneClassIsNothingToLearn() throws {
        let places = train.labels.indices.filter { train.labels[$0] == 2 }
        #expect(throws: ProbeFitting.Failure.oneClass(1)) { try ProbeFitting(train.selecting(places)) }
    }

    @Test func rowsThatAreNoNumbersAreRefused() throws {
        var matrix = train.matrix
        matrix.values[7 * matrix.columns + 3] = .nan
        #expect(throws: LabelledRows.Failure.notFinite(row: 7)) {
            try LabelledRows(matrix, labels: train.labels, classes: 5)
        }
    }

    private var prompts: ZeroShotClassifier {
        ZeroShotClassifier(weights: ClassWeights(sum: train.selecting(Array(0..<15)).classSums), logitScale: 50)
    }

    @Test func aStrongL2LeavesThePromptsAsTheyAre() throws {
        let (probe, _) = try ProbeFitting(train, start: prompts).probe(c: 1e-9)
        #expect(probe.classifier.logits(test.matrix).highestColumns == prompts.logits(test.matrix).highestColumns)
        #expect(probe.intercepts.allSatisfy { $0 == 0 })
    }

    @Test func aWeakL2LeavesThePromptsBehind() throws {
        let own = train.labels.map { Int($0) }
        func loss(_ c: Double) throws -> Float {
            let (probe, _) = try ProbeFitting(train, start: prompts).probe(c: c)
            return probe.classifier.outcomes(train.matrix, labels: own).reduce(0) { $0 + $1.truth!.loss }
        }
        let losses = try [loss(0.01), loss(1), loss(100)]
        #expect(losses == losses.sorted(by: >))
    }

    @Test func fittingEndsWhenItIsCancelled() throws {
        let fitting = try ProbeFitting(train)
        #expect(throws: CancellationError.self) { try fitting.probe(c: 1, isCancelled: { true }) }
    }

    @Test func theSweepChoosesByImagesThatItWasNotFittedTo() throws {
        let (held, others) = ShotDraw(train.labels, classes: 5, seed: 3).part(oneOf: 4)
        #expect(Set(held).isDisjoint(with: others) && held.count + others.count == train.count)
        let sweep = try StrengthSweep([(train.selecting(others), train.selecting(held))])
        #expect(sweep.images == held.count)
        #expect(sweep.trials.count <= 15 && sweep.trials.map(\.c) == sweep.trials.map(\.c).sorted())
        let (probe, _) = try ProbeFitting(train.selecting(others)).probe(c: sweep.best.c)
        let evaluated = train.selecting(held)
        let right = zip(probe.classifier.logits(evaluated.matrix).highestColumns, evaluated.labels).count { $0 == $1 }
        #expect(right == sweep.best.right)
        #expect(sweep.trials.allSatisfy { $0.right <= sweep.best.right })
    }
}
