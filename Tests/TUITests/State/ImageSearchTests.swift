import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct ImageSearchTests {
    private func label(_ state: State, _ row: Int) -> String? {
        state.className(state.trueLabel(of: state.browse.rows[row]))
    }

    @Test func everyLetterRanksAnew() {
        var state = Sample.ready()
        state.hit(.char("s"), .enter, .down, .down)
        let before = state.browse
        state.hit(.char("I"))
        state.typed("dog")
        #expect(label(state, 0) == "dog" && state.browse.order == .similarity && state.browse.selectedRow == 0)
        #expect(state.browse.rows.count == 84)
        let cosines = state.browse.rows.map { state.similarities![$0] }
        #expect(cosines == cosines.sorted(by: >))
        state.typed(" -fish")
        #expect(state.browse.search?.subject == .text("dog -fish"))
        let wanted = zip(Sample.vector(3, seed: 0, spread: 0), Sample.vector(4, seed: 0, spread: 0)).map(-)
        let length = wanted.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for image in 0..<84 {
            let dot = zip(state.embeddings![image]!, wanted).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(state.similarities![image] - dot / length) < 1e-5)
        }
        state.hit(.control("u"))
        #expect(state.browse.search == nil && state.browse.rows == before.rows)
        state.typed("cat")
        state.hit(.escape)
        #expect(state.browse == before && state.similarity.cosines == nil)
    }

    @Test func aRankingStaysUntilEscape() {
        var state = Sample.ready(80, 24)
        state.hit(.down, .char("I"))
        state.typed("tree")
        state.hit(.enter, .down, .down, .char("w"))
        #expect(
            state.browse.order == .similarity
                && state.browse.rows.allSatisfy { state.outcome(of: $0)?.isRight == false })
        state.hit(.escape)
        #expect(state.browse.order == .dataset && state.browse.search == nil && state.browse.filter.verdict == .wrong)
        state.hit(.escape)
        #expect(state.browse.rows.count == 84)
    }

    @Test func anImageIsNearestToItself() {
        var state = Sample.ready(80, 24)
        state.hit(.down, .down, .down, .char("L"))
        #expect(state.browse.rows[0] == 3 && state.browse.selected == 3)
        #expect(abs(state.similarities![3] - 1) < 1e-5)
        #expect(screen(state).lines[3].contains("1.00"))
        // From one to the next; back to where it began.
        state.hit(.down, .char("L"))
        #expect(state.browse.selectedRow == 0 && state.browse.selected != 3)
        state.hit(.escape)
        #expect(state.browse.selected == 3 && state.browse.order == .dataset)
    }

    @Test func moreImagesTakeTheirPlaceWhileTheyCome() {
        var state = Sample.ready(80, 24, embedded: 33)
        state.hit(.char("I"))
        state.typed("nut")
        state.hit(.enter)
        let isKnown = state.browse.rows.map { state.embeddings!.isKnown($0) }
        #expect(isKnown == isKnown.sorted { $0 && !$1 } && isKnown.filter { $0 }.count == 33)
        // While an answer is on its way no other is asked for.
        let grown = state.apply(.embeddings(Sample.embeddings(50), EmbeddingProgress(done: 50, total: 84)))
        let asked = grown.compactMap { $0.request(of: SimilarityQuestion.self) }
        #expect(asked.count == 1)
        let all = state.apply(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        #expect(all.allSatisfy { $0.request(of: SimilarityQuestion.self) == nil })
        state.hit(.char("L"))
        state.hit(.escape, .char("I"))
        state.typed("nut")
        #expect(state.similarities?.contains { $0.isNaN } == false)
    }

    @Test func imagesWithoutLabelsAreFound() {
        var state = Sample.unlabelled(80, 24)
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        state.hit(.char("I"))
        state.typed("dog")
        #expect(state.dataset?.images.path(state.browse.rows[0]).hasPrefix("dog/") == true)
        expect(state, matches: "images-search-unlabelled")
    }

    @Test func whatSaysNothingIsToldAndChangesNothing() {
        var state = Sample.ready(80, 24)
        state.hit(.char("I"))
        state.typed("dog")
        let rows = state.browse.rows
        state.typed("^0")
        #expect(state.message?.text.contains("is not a number above 0") == true && state.browse.rows == rows)
        state.typed(".5")
        #expect(state.message == nil && state.browse.rows == rows)
    }

    @Test func anotherModelIsAskedAnew() {
        var state = Sample.ready(80, 24)
        state.hit(.char("L"))
        state.run(.modelReady(name: "other"))
        #expect(state.similarities == nil && Array(state.browse.rows) == Array(0..<84))
        state.run(.embeddings(Sample.embeddings(84), EmbeddingProgress(done: 84, total: 84)))
        #expect(state.similarities != nil && state.browse.rows[0] == 0)
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = Sample.ready(columns, rows)
        state.hit(.char("I"))
        state.typed("dog -fish")
        expect(state, matches: "images-search-\(columns)x\(rows)")
        state.hit(.enter, .down, .char("L"))
        expect(state, matches: "images-like-\(columns)x\(rows)")
    }
}
