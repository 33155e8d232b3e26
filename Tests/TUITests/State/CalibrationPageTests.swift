import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct CalibrationPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("6"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        expect(page(columns, rows), matches: "calibration-\(columns)x\(rows)")
    }

    @Test func aTemperatureIsTried() throws {
        var state = page()
        let before = try #require(state.calibration.shown)
        state.hit(.right, .right, .right, .right, .right, .right, .right, .right)
        let tried = try #require(state.calibration.temperature)
        #expect(abs(tried / before.temperature - 1.477) < 0.01)
        let shown = try #require(state.calibration.shown)
        #expect(shown.temperature == tried)
        // Another temperature changes no prediction.
        func right(_ evaluated: EvaluatedTemperature) -> Int { evaluated.diagram.bins.map(\.right).reduce(0, +) }
        #expect(right(shown) == right(before) && shown.diagram != before.diagram)
        expect(state, matches: "calibration-warmer-120x40")
        state.hit(.left, .left, .left, .left, .left, .left, .left, .left)
        #expect(state.calibration.temperature == nil && state.calibration.shown?.diagram == before.diagram)
    }

    @Test func theFittedOneIsThatOfTheFirstHalfAndToldOfBoth() throws {
        var state = page()
        let answer = try #require(state.calibration.inquiry.answer)
        #expect(answer.isComplete)
        let fitted = try #require(answer.fitted)
        let loss = { (evaluated: EvaluatedTemperature) in evaluated.chosen!.negativeLogLikelihood }
        #expect(loss(fitted) < loss(answer.model))
        #expect(fitted.chosen!.images + fitted.reported!.images == 84)
        let text = screen(state).lines.joined(separator: "\n")
        for fit in [fitted.chosen!, fitted.reported!] {
            #expect(text.contains(String(format: "%.3f", fit.negativeLogLikelihood)))
        }
        state.hit(.char("f"))
        #expect(state.calibration.temperature == fitted.temperature)
        state.hit(.char("o"))
        #expect(state.calibration.temperature == nil)
        #expect(state.apply(.key(.char("o"))).isEmpty && state.message?.text == "own: it is the model's")
    }

    /// What `clipscope calibrate` tells, of the same images and the same halves.
    @Test func theNumbersAreThoseOfTheCommand() throws {
        let state = page()
        let answer = try #require(state.calibration.inquiry.answer)
        let predictions = Predictions(try #require(state.outcomes))
        let diagram = ReliabilityDiagram(predictions)
        #expect(answer.model.diagram.bins.map(\.images) == diagram.bins.map(\.images))
        let (a, b) = (answer.model.diagram.expectedCalibrationError, diagram.expectedCalibrationError)
        #expect(abs(try #require(a) - (try #require(b))) < 1e-6)
        #expect(answer.selective[.probability] == SelectiveAccuracy(predictions))
        #expect(state.calibration.selective?.at(0.5) == SelectiveAccuracy(predictions).at(0.5))
    }

    @Test func aBinOpensItsImages() throws {
        var state = page()
        state.hit(.up, .up)
        let shown = try #require(state.calibration.shown)
        let wanted = shown.images(in: 12)
        #expect(wanted.count == shown.diagram.bins[12].images && !wanted.isEmpty)
        state.hit(.enter)
        #expect(state.page == .images && state.browse.rows.map { Int32($0) } == wanted)
        for image in state.browse.rows {
            #expect((0.8..<0.867).contains(try #require(state.outcome(of: image)?.confidence)))
        }
        state.hit(.escape)
        #expect(state.page == .calibration)
    }

    @Test func binsOfATriedTemperatureOpenTheirImages() throws {
        var state = page()
        for _ in 0..<12 { state.hit(.right) }
        let shown = try #require(state.calibration.shown)
        let all = (0..<15).flatMap(shown.images(in:))
        #expect(all.sorted() == Array(0..<84))
        let bin = try #require((0..<14).last { shown.diagram.bins[$0].images > 0 })
        for _ in 0..<(14 - bin) { state.hit(.up) }
        state.hit(.enter)
        #expect(state.browse.rows.map { Int32($0) } == shown.images(in: bin))
        #expect(state.browse.filter.chosen?.name.contains("at temperature") == true)
    }

    @Test(arguments: Calibration.Score.allCases)
    func whatIsBelowTheThresholdIsListed(_ score: Calibration.Score) throws {
        var state = page()
        if score == .cosine { state.hit(.char("c")) }
        for _ in 0..<5 { state.hit(.char("]")) }
        let selective = try #require(state.calibration.selective)
        let point = selective.at(state.calibration.threshold)
        let below = selective.images(below: state.calibration.threshold)
        #expect(below.count == 84 - point.images && !below.isEmpty)
        state.hit(.end, .enter)
        #expect(state.page == .images && state.browse.rows.map { Int32($0) } == below)
        if score == .probability {
            for image in 0..<84 {
                let confidence = try #require(state.outcome(of: image)?.confidence)
                #expect((confidence < 0.55) == below.contains(Int32(image)))
            }
        }
    }

    @Test func aThresholdOnTheCosineIsDrawn() {
        var state = page()
        state.hit(.char("c"), .char("]"), .char("]"), .end)
        expect(state, matches: "calibration-cosine-120x40")
    }

    @Test func aThresholdStaysWhereItMakesADifference() throws {
        var state = page()
        for _ in 0..<70 { state.hit(.char("[")) }
        #expect(state.calibration.threshold == 0 && state.calibration.selective?.at(0).coverage == 1)
        for _ in 0..<120 { state.hit(.char("]")) }
        #expect(state.calibration.threshold == 1)
    }

    @Test func editsCountAtOnce() throws {
        var state = page()
        let before = try #require(state.calibration.inquiry.answer?.question.evaluation.revision)
        state.hit(.char("e"))
        state.typed("x")
        #expect(state.calibration.inquiry.answer?.question.evaluation.revision != before)
        #expect(state.calibration.inquiry.answer?.question.evaluation.revision == state.scores.current?.revision)
    }

    @Test func anotherModelBeginsAtItsOwnTemperature() {
        var state = page()
        state.hit(.right)
        _ = state.apply(.modelReady(name: "another"))
        #expect(state.calibration.temperature == nil && state.calibration.inquiry.answer == nil)
    }

    @Test func aStaleCalibrationEnds() throws {
        let question = try #require(page().calibration.inquiry.answer).question
        #expect(throws: CancellationError.self) {
            try Calibration.Answer.find(question, isCancelled: { true }, tell: { _ in })
        }
    }

    @Test func whatIsMissingIsSaid() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("6"))
        #expect(screen(state).lines.contains { $0.contains("no labels, so no calibration") })
        state = Sample.ready(80, 24, embedded: 33)
        state.hit(.char("6"))
        #expect(screen(state).lines.contains { $0.contains("once all images are embedded") })
        state = Sample.ready(80, 24)
        state.hit(.char("6"), .tab, .char("O"))
        #expect(screen(state).lines.contains { $0.contains("no template is on") })
    }

    @Test func aClickSelectsABinAndSetsTheThreshold() throws {
        var state = page()
        let layout = CalibrationLayout(state.layout.page)
        state.run(.mouse(Mouse(.press, x: 4, y: layout.diagram.y + 1 + 9)))
        #expect(state.calibration.place == .bins && state.calibration.bins.cursor == 9)
        state.run(.mouse(Mouse(.press, x: layout.curve.maxX - 2, y: layout.curve.y)))
        #expect(state.calibration.place == .threshold && state.calibration.threshold == 1)
        state.run(.mouse(Mouse(.doublePress, x: layout.threshold.x + 2, y: layout.threshold.y)))
        #expect(state.page == .images)
    }

    @Test func aBarTellsWhatWasPromised() {
        let over = ReliabilityBars.bar(0.25, 0.75, width: 8).map(\.text).joined()
        #expect(over == "██╌╌╌│  ")
        let under = ReliabilityBars.bar(0.75, 0.25, width: 8).map(\.text).joined()
        #expect(under == "█│████  ")
    }
}
