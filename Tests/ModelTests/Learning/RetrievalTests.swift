import Testing

@testable import Model

@Suite struct RetrievalTests {
    private let golden: LearningGoldens
    private let train: LabelledRows
    private let test: LabelledRows

    init() throws { (golden, train, test) = try LearningGoldens.load() }

    private func expectEqual(_ found: Retrieval, _ expected: LearningGoldens.Retrieval) {
        #expect(found.queries == expected.queries)
        #expect(abs(found.precision.value - expected.precision) < 1e-9)
        #expect(abs(found.averagePrecision.value - expected.average_precision) < 1e-6)
        for (own, theirs) in zip(found.recall, expected.recall) { #expect(abs(own.value - theirs) < 1e-9) }
        for estimate in [found.precision, found.averagePrecision] + found.recall {
            #expect(estimate.interval?.contains(estimate.value) == true)
        }
    }

    @Test func figuresOfAnIndexAreThoseOfTheirDefinitions() throws {
        expectEqual(try Retrieval(test, index: train), golden.retrieval)
    }

    @Test func anImageIsNotFoundByItself() throws {
        expectEqual(try Retrieval(train, index: nil), golden.leave_one_out)
    }

    /// Directions in a plane, one degree apart in their order.
    private func rows(_ labels: [Int32], classes: Int) throws -> LabelledRows {
        let values = labels.indices.flatMap { place in
            let angle = Float(place) / 57
            return [1 - angle * angle / 2, angle]
        }
        return try LabelledRows(
            Matrix(rows: labels.count, columns: 2, values: values), labels: labels, classes: classes)
    }

    @Test func fewRelevantImagesAreNotHeldAgainstAQuery() throws {
        // The query's class has two images in the index, first and third.
        let query = try rows([0], classes: 2)
        let index = try rows([0, 1, 0, 1, 1], classes: 2)
        let found = try Retrieval(query, index: index)
        #expect(found.precision.value == 0.5)
        let expected: Double = (1 + 2.0 / 3) / 2
        #expect(found.averagePrecision.value == expected)
        #expect(found.precision.interval == nil)
    }

    @Test func queriesWithoutRelevantImagesCountInNoFigure() throws {
        let found = try Retrieval(try rows([0, 1, 1], classes: 2), index: nil)
        #expect(found.queries == 2 && found.withoutRelevant == 1)
        let none = try rows([0, 1, 2], classes: 3)
        #expect(throws: Retrieval.Failure.nothingRelevant(queries: 3)) { try Retrieval(none, index: nil) }
    }

    @Test func lookingEndsWhenItIsCancelled() throws {
        #expect(throws: CancellationError.self) { try Retrieval(train, index: nil, isCancelled: { true }) }
    }
}
