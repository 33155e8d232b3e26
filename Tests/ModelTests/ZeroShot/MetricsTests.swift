import Testing

@testable import Model

private func outcome(_ probabilities: [Float], _ label: Int?) -> Outcome {
    Outcome(probabilities: probabilities, label: label)
}

@Test func anOutcomeTellsRankMarginAndLead() {
    let outcome = outcome([0.5, 0.3, 0.2], 1)
    #expect(outcome.predicted == 0)
    #expect(outcome.truth?.rank == 2)
    #expect(abs((outcome.truth?.margin ?? 0) + 0.2) < 1e-6)
    #expect(abs(outcome.lead - 0.2) < 1e-6)
    #expect(outcome.isRight == false)
}

@Test func aTieGoesToTheLowerClass() {
    #expect(outcome([0.4, 0.4, 0.2], 0).truth?.rank == 1)
    #expect(outcome([0.4, 0.4, 0.2], 1).truth?.rank == 2)
}

@Test func meanPerClassWeighsClassesAlike() throws {
    let outcomes = [
        outcome([0.9, 0.1], 0), outcome([0.8, 0.2], 0), outcome([0.7, 0.3], 0), outcome([0.6, 0.4], 1),
    ]
    let metrics = try #require(Metrics(outcomes, classes: 2))
    #expect(metrics.top1 == 0.75)
    #expect(metrics.top5 == 1)
    #expect(metrics.meanPerClass == 0.5)
    #expect(metrics.perClass[1].mostConfusedWith == 0)
    // Four bins of one image each: gaps 0.1, 0.2, 0.3 and 0.6, their mean.
    #expect(abs(metrics.expectedCalibrationError - 0.3) < 1e-6)
}

@Test func withoutLabelsAccuracyIsAbsent() {
    #expect(Metrics([outcome([0.6, 0.4], nil)], classes: 2) == nil)
}

@Test func predictionsAreCountedWithOrWithoutALabel() throws {
    let outcomes = [outcome([0.9, 0.1], 0), outcome([0.2, 0.8], 0), outcome([0.3, 0.7], nil)]
    let metrics = try #require(Metrics(outcomes, classes: 2))
    #expect(metrics.perClass.map(\.predicted) == [1, 2])
    #expect(metrics.images == 2 && metrics.right == 1)
}
