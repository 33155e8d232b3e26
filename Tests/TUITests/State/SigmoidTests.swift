import Foundation
import Testing

@testable import Model
@testable import TUI

/// What the screens say of a model that was trained with a sigmoid for each pair.
@Suite struct SigmoidTests {
    private static let bias: Float = -9

    private func ready(_ columns: Int = 120, _ rows: Int = 40) throws -> State {
        var state = Sample.ready(columns, rows)
        let request = try #require(state.scores.current?.request)
        state.run(.evaluation(Sample.evaluate(request, state.embeddings, logitBias: Self.bias)))
        return state
    }

    private func text(_ state: State) -> String { screen(state).lines.joined(separator: "\n") }

    @Test(arguments: [(80, 24), (120, 40)])
    func screens(_ columns: Int, _ rows: Int) throws {
        expect(try ready(columns, rows), matches: "sigmoid-\(columns)x\(rows)")
    }

    @Test func probabilitiesSayOfWhatKindTheyAre() throws {
        #expect(text(Sample.ready()).contains("Probabilities · softmax "))
        #expect(text(try ready()).contains("Probabilities · softmax, sigmoid "))
    }

    @Test func theSigmoidOfEachClassStandsBesideItsSoftmax() throws {
        let state = try ready()
        let image = try #require(state.browse.selected)
        let evaluation = try #require(state.scores.current)
        let embedding = Array(try #require(state.embeddings?[image]))
        let rows = try #require(ProbabilitiesPane.rows(state, image))
        let cosines = try #require(evaluation.weights).matrix
        for row in rows {
            let cosine = zip(embedding, cosines[row.label]).map { $0 * $1 }.reduce(0, +)
            let wanted = Double(1 / (1 + exp(-(14 * cosine + Self.bias))))
            #expect(abs(try #require(row.sigmoid) - wanted) < 1e-5)
        }
        #expect(abs(rows.map(\.probability).reduce(0, +) - 1) < 1e-4)
        #expect(text(state).contains(Numbers.smallPercent(try #require(rows[0].sigmoid))))
        let plain = Sample.ready()
        #expect(try #require(ProbabilitiesPane.rows(plain, image)).allSatisfy { $0.sigmoid == nil })
    }

    @Test func accuracyIsTheSameWithABias() throws {
        #expect(try ready().scores.current?.metrics?.top1 == Sample.ready().scores.current?.metrics?.top1)
    }

    @Test func smallSharesKeepTwoDecimalsAndFourColumns() {
        for (share, wanted) in [(0, "<.01"), (0.0004, "0.04"), (0.0999, "9.99"), (0.09996, "10.0"), (1, " 100")] {
            #expect(Numbers.smallPercent(share) == wanted)
        }
    }

    @Test func aThresholdCanBeOnTheSigmoid() throws {
        var state = try ready()
        state.hit(.char("6"))
        let (page, calibration) = (text(state), state.calibration)
        #expect(page.contains("softmax, ECE") && calibration.scores == [.probability, .cosine, .sigmoid])
        state.hit(.char("c"))
        let byCosine = try #require(state.calibration.selective)
        state.hit(.char("c"))
        let bySigmoid = try #require(state.calibration.selective)
        #expect(state.calibration.score == .sigmoid && text(state).contains("sigmoid < "))
        for cosine in [Float(0.1), 0.4, 0.6] {
            let sigmoid = 1 / (1 + exp(-(14 * cosine + Self.bias)))
            #expect(byCosine.at(cosine).images == bySigmoid.at(sigmoid).images)
        }
        state.hit(.char("c"))
        #expect(state.calibration.score == .probability)
    }

    @Test func aModelWithoutABiasHasNoThresholdOnSigmoids() {
        var state = Sample.ready()
        state.hit(.char("6"))
        state.hit(.char("c"), .char("c"))
        #expect(state.calibration.score == .probability)
    }
}
