import Model
import Testing

@testable import TUI

@Suite struct EditLogTests {
    /// Three edits: the second template off, a new one added, all on.
    private func edited(_ columns: Int = 80, _ rows: Int = 24) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.tab, .down, .char(" "), .char("a"))
        state.typed(" in the wild")
        state.hit(.enter, .char("A"))
        return state
    }

    @Test func everyEditIsListedWithWhatItReached() {
        let state = edited()
        #expect(state.editLog.entries.map(\.what) == ["as opened", "switch off", "add template", "all on"])
        #expect(state.editLog.current == 3)
        let last = state.editLog.accuracies(on: state.basis)
        #expect(last.allSatisfy { $0 != nil } && last[3] == state.scores.current?.metrics?.top1)
    }

    @Test func whatIsBeingTypedIsNoEditYet() {
        var state = Sample.ready()
        state.hit(.char("e"))
        state.typed("abc")
        #expect(state.editLog.entries.count == 1)
        state.hit(.escape)
        #expect(state.editLog.entries.count == 1)
    }

    @Test func undoMovesBackAndANewEditForgetsNothing() {
        var state = edited()
        let given = state.promptEditor.set
        state.hit(.char("u"), .char("u"))
        #expect(state.editLog.current == 1 && state.editLog.entries.count == 4)
        state.hit(.char("i"))
        #expect(state.editLog.current == 4 && state.editLog.entries.last?.what == "invert")
        state.hit(.char("H"), .up, .enter)
        #expect(state.promptEditor.set == given && state.editLog.current == 3)
        state.hit(.char("u"))
        #expect(state.editLog.current == 4)
    }

    @Test func accuraciesOfOtherLabelsAreNotMixed() {
        var state = edited()
        state.hit(.char("l"), .enter)
        let accuracies = state.editLog.accuracies(on: state.basis)
        #expect(accuracies.count == 4 && accuracies[3] != nil && accuracies[..<3].allSatisfy { $0 == nil })
    }

    @Test func theLogIsBounded() {
        var log = EditLog()
        for index in 0..<300 { log.note(PromptSet(name: "", templates: ["\(index) {label}"]), what: "edit") }
        #expect(log.entries.count == EditLog.limit && log.current == EditLog.limit - 1)
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = edited(columns, rows)
        expect(state, matches: "edits-line-\(columns)x\(rows)")
        state.hit(.char("H"))
        expect(state, matches: "popup-edits-\(columns)x\(rows)")
    }

    @Test func theSparklineKeepsTheCurrentInSight() {
        let values = (0..<100).map { Optional(Double($0)) }
        #expect(Sparkline.spans(values, current: 2, width: 10)[0].role == .accent)
        #expect(Sparkline.spans(values, current: 99, width: 10).last?.text == "█")
        #expect(Sparkline.spans([0.5, nil, 0.5], current: 0, width: 9).map(\.text) == ["▄", " ", "▄"])
        #expect(Sparkline.spans([nil], current: 0, width: 9).isEmpty)
        #expect(Sparkline.spans(values, current: 0, width: 0).isEmpty)
    }
}
