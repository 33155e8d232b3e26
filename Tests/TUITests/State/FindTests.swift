import Testing

@testable import Model
@testable import TUI

/// `/` on pages with lines.
@Suite struct FindTests {
    private func page(_ keys: Key..., columns: Int = 120, rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        for key in keys { state.hit(key) }
        return state
    }

    @Test func aClassIsFoundAsItIsTyped() {
        var state = page(.char("3"), .char("/"), columns: 80, rows: 24)
        state.typed("mous")
        let names = Sample.coarse
        #expect(names[state.classTable.selected!].contains("mouse"))
        expect(state, matches: "popup-find")
        let first = state.classTable.selected
        state.hit(.down)
        #expect(state.classTable.selected != first && names[state.classTable.selected!].contains("mouse"))
        state.hit(.enter, .char("n"))
        #expect(state.classTable.selected == first && state.popup == nil)
        state.hit(.char("N"), .char("N"))
        #expect(state.classTable.selected == first)
    }

    @Test func escapeReturnsToTheLineBefore() {
        var state = page(.char("3"), .down, .down, .char("/"))
        let before = state.classTable.selected
        state.typed("tree")
        #expect(state.classTable.selected != before)
        state.hit(.escape)
        #expect(state.classTable.selected == before && state.popup == nil)
    }

    @Test func whatIsNowhereSaysSo() {
        var state = page(.char("3"), .char("/"))
        let before = state.classTable.selected
        state.typed("xyz")
        #expect(state.classTable.selected == before)
        #expect(screen(state).lines.contains { $0.contains("no line") })
        state.hit(.enter, .char("n"))
        #expect(state.message?.text == "no line has xyz")
    }

    @Test func aNameIsFoundAmongTheClassNames() {
        var state = page(.char("2"), .tab, .char("/"))
        state.typed("veg")
        #expect(state.namedLabel == "vegetable")
    }

    @Test func theConfusionMapGoesToTheRowAndWhatItIsTakenFor() throws {
        var state = page(.char("4"), .char("/"))
        state.typed("flower")
        let cell = try #require(state.confusionMap.cell)
        #expect(Sample.coarse[cell.label] == "flower" && cell.predicted != cell.label)
        // n goes to the next pair there, as ever.
        let pair = state.confusionMap.pair
        state.hit(.enter, .char("n"))
        #expect(state.confusionMap.pair != pair)
    }

    @Test func theComparePageFindsInWhatItShows() throws {
        var state = page(.char("5"), .tab, .char(" "), .tab)
        let answer = try #require(state.comparison.inquiry.answer)
        let label = try #require(answer.classes.last?.label)
        state.hit(.char("/"))
        state.typed(answer.name(of: label))
        #expect(state.comparison.place == .classes && state.comparison.classes.cursor == answer.classes.count - 1)
        state.hit(.escape, .char("v"), .char("/"))
        state.typed("close-up")
        #expect(PromptSides(state).rows[state.comparison.prompts.cursor].b?.contains("close-up") == true)
    }

    @Test func aSetIsFound() {
        var state = page(.char("7"), .char("/"))
        state.typed("imagenet")
        #expect(state.leaderboard.selected?.set.name == "imagenet-80")
    }

    @Test func whereThereAreNoLinesItSaysSo() {
        var state = Sample.unlabelled(80, 24)
        state.hit(.char("3"), .char("/"))
        #expect(state.message?.text == "find: there are no lines here yet" && state.popup == nil)
        state = page(.char("3"), .char("n"))
        #expect(state.message?.text == "next found: / finds a line first")
    }

    @Test func aKeyThatDoesNothingSaysSo() {
        var state = page(.char("6"))
        state.hit(.char("/"))
        #expect(state.message?.text == "/ does nothing here; ? lists the keys")
        state.hit(.down)
        #expect(state.message == nil)
    }
}
