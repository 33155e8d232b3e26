import Testing

@testable import Model

@Suite struct LeaderboardTests {
    private let golden: StatisticsGoldens.Leaderboard
    private let outcomes: [Outcomes]

    init() throws {
        golden = try StatisticsGoldens.load("leaderboard")
        outcomes = golden.sides.map { [golden] side in
            let cosines = Matrix(
                rows: golden.labels.count, columns: golden.classes, values: side.cosines.flatMap { $0 })
            let classifier = ZeroShotClassifier(weights: .identity(golden.classes), logitScale: golden.scale)
            return Outcomes(classifier.outcomes(cosines, labels: golden.labels))
        }
    }

    private func board(
        _ order: Leaderboard.Order, isChosenOn: @escaping (Int) -> Bool = { _ in false }
    ) throws -> Leaderboard {
        try #require(Leaderboard(outcomes, classes: golden.classes, by: order, isChosenOn: isChosenOn))
    }

    private func isNear(_ estimate: Leaderboard.Estimate, _ golden: [Double], _ tolerance: Double = 1e-9) -> Bool {
        let found = [estimate.value, estimate.interval.lowerBound, estimate.interval.upperBound]
        return zip(found, golden).allSatisfy { ModelTests.isNear($0, $1, tolerance) }
    }

    @Test(arguments: Leaderboard.Order.allCases)
    func figuresAndIntervalsAreThoseOfStatsmodels(order: Leaderboard.Order) throws {
        let board = try board(order)
        #expect(board.images == golden.labels.count)
        #expect(board.rows.map(\.classifier).sorted() == [0, 1, 2])
        for row in board.rows {
            let side = golden.sides[row.classifier]
            #expect(isNear(row.top1, side.top1))
            #expect(isNear(row.meanPerClass, side.mean_per_class))
            // Probabilities are Float here.
            #expect(isNear(row.logLoss, side.log_loss, 1e-5))
        }
    }

    @Test func theFirstIsTheBestAndOthersAreComparedWithIt() throws {
        let board = try board(.logLoss)
        #expect(board.rows.map(\.logLoss.value) == board.rows.map(\.logLoss.value).sorted())
        #expect(board.rows[0].classifier == golden.best_by_log_loss && board.rows[0].toFirst == nil)
        for row in board.rows.dropFirst() {
            #expect(isNear(try #require(row.toFirst), golden.log_loss_to_best[row.classifier], 1e-5))
        }
        let byTop1 = try self.board(.top1)
        #expect(byTop1.rows.map(\.top1.value) == byTop1.rows.map(\.top1.value).sorted(by: >))
        for row in byTop1.rows.dropFirst() {
            let difference = row.top1.value - byTop1.rows[0].top1.value
            #expect(ModelTests.isNear(try #require(row.toFirst).value, difference))
        }
    }

    @Test func imagesThatOneWasChosenOnAreLeftOut() throws {
        let part = try board(.top1, isChosenOn: { $0 < 40 })
        #expect(part.images == 50 && part.chosenOn == 40 && part.isTested)
        let all = try board(.top1, isChosenOn: { _ in true })
        #expect(all.images == 90 && all.chosenOn == 90 && !all.isTested)
        #expect(all.rows.allSatisfy { $0.toFirst == nil })
    }

    @Test func imagesCountThatAllEvaluated() throws {
        var some = outcomes
        some[1] = Outcomes(some[1].enumerated().map { $0 < 30 ? nil : $1 })
        #expect(Leaderboard(some, classes: golden.classes, by: .top1)?.images == 60)
        some[2] = Outcomes(some[2].enumerated().map { $0 < 30 ? $1 : nil })
        #expect(Leaderboard(some, classes: golden.classes, by: .top1) == nil)
    }
}
