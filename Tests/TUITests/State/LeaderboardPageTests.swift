import Testing

@testable import Model
@testable import TUI

@Suite struct LeaderboardPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("7"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        expect(page(columns, rows), matches: "leaderboard-\(columns)x\(rows)")
    }

    @Test func allSetsAtHandAreRankedOnce() throws {
        let state = page()
        let table = state.leaderboard
        let board = try #require(table.board)
        #expect(board.rows.count == table.entrants.count && !table.inquiry.isWaiting)
        #expect(table.entrants.first?.origin == "as it is now")
        for choice in state.choices where state.fault(of: choice.set) == nil {
            #expect(table.entrants.count { $0.set.reads(like: state.completed(choice.set)) } == 1)
        }
        let top1 = board.rows.map(\.top1.value)
        #expect(top1 == top1.sorted(by: >))
    }

    @Test func theFiguresAreThoseOfTheScreen() throws {
        let state = page()
        let row = try #require(state.leaderboard.board?.rows.first { $0.classifier == 0 })
        let metrics = try #require(state.scores.current?.metrics)
        #expect(abs(row.top1.value - Double(metrics.right) / Double(metrics.images)) < 1e-12)
    }

    @Test func theOrderChanges() throws {
        var state = page()
        state.hit(.char("s"), .char("s"))
        let losses = try #require(state.leaderboard.board?.rows).map(\.logLoss.value)
        #expect(state.leaderboard.order == .logLoss && losses == losses.sorted())
        expect(state, matches: "leaderboard-log-loss")
    }

    @Test func enterTakesTheSetAndUndoReturns() throws {
        var state = page()
        let before = state.promptEditor.set
        let row = try #require(state.leaderboard.board?.rows.firstIndex { $0.classifier != 0 })
        for _ in 0..<row { state.hit(.down) }
        let chosen = try #require(state.leaderboard.selected)
        state.hit(.enter)
        #expect(state.promptEditor.set.reads(like: chosen.set) && !before.reads(like: chosen.set))
        state.hit(.char("u"))
        #expect(state.promptEditor.set == before)
    }

    @Test func aSetIsComparedWith() throws {
        var state = page()
        state.hit(.end)
        let chosen = try #require(state.leaderboard.selected)
        state.hit(.char("c"))
        #expect(state.page == .compare && state.comparison.reference.set.reads(like: chosen.set))
        #expect(state.comparison.inquiry.answer != nil)
    }

    @Test func withoutLabelsItSaysSo() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("7"), .enter)
        #expect(screen(state).lines.contains { $0.contains("no labels, so nothing to rank by") })
        #expect(state.message?.text == "take it: the dataset has no labels")
    }

    @Test func whatIsRankedSoFarStands() throws {
        var state = page()
        let question = try #require(state.leaderboard.inquiry.question)
        state.hit(.tab, .char("i"))
        let generation = 2
        state.run(.answer(LeaderboardQuestion.self, generation: generation, .encoding(0, done: 3, of: 80)))
        // Nothing is on its way any more: what comes late changes nothing.
        #expect(state.leaderboard.encoding == nil)
        #expect(state.leaderboard.inquiry.question != question && state.leaderboard.board != nil)
    }
}
