import Model
import Testing

@testable import TUI

@Suite struct PromptsPageTests {
    private func page(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("2"))
        return state
    }

    /// With the eighty published templates.
    private func eighty(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("p"), .down, .enter, .char("2"))
        return state
    }

    /// With the first twelve of them.
    private func twelve(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("p"), .down, .enter)
        state.promptEditor.set.entries.removeLast(68)
        state.hit(.char("2"))
        return state
    }

    private func templates(_ state: State) -> [String] {
        state.promptTable.order.map { state.promptEditor.set.entries[$0].template.text }
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        state.hit(.char("a"), .enter, .char("a"))
        state.typed(" photographed")
        state.hit(.enter, .char("y"))
        expect(state, matches: "prompts-\(columns)x\(rows)")
    }

    @Test func screenOfEightySortedFilteredAndMarked() {
        var state = eighty()
        state.hit(.char("s"), .char("s"), .char("s"), .char("/"))
        state.typed("1")
        state.hit(.enter, .char("v"), .down, .down)
        expect(state, matches: "prompts-eighty-120x40")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func screenOfTheClassNames(_ columns: Int, _ rows: Int) {
        var state = page(columns, rows)
        state.hit(.tab, .down, .enter, .control("u"))
        state.typed("tabby cat; kitten")
        state.hit(.enter, .down, .enter)
        expect(state, matches: "class-names-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func screenOfASelection(_ columns: Int, _ rows: Int) {
        var state = twelve(columns, rows)
        state.hit(.char("F"), .char("f"))
        expect(state, matches: "selection-\(columns)x\(rows)")
    }

    @Test func everyTemplateHasFiguresOfTheSetAsItStands() throws {
        var state = page()
        state.hit(.char(" "))
        let set = state.promptEditor.set
        let contributions = try Sample.contributions(try #require(state.evaluatedPrompts))
        for (entry, expected) in zip(set.entries, contributions) {
            #expect(state.promptTable.contributions.figures(of: entry) == expected)
            #expect(state.promptTable.contributions.areFresh(entry))
        }
        #expect(state.promptTable.contributions.progress == nil)
    }

    @Test func figuresOfAnEditedSetAreUnfinishedUntilTheirsCome() throws {
        var state = page()
        let before = state.promptTable.contributions.figures(of: state.promptEditor.set.entries[1])
        var work = state.apply(.key(.char(" ")))
        #expect(work.allSatisfy { $0.request(of: ContributionsQuestion.self) == nil }, "the evaluation comes first")
        work = state.apply(.evaluation(Sample.evaluate(try #require(state.requestedEvaluation), state.embeddings)))
        let request = try #require(work.compactMap { $0.request(of: ContributionsQuestion.self) }.first)
        let entry = state.promptEditor.set.entries[1]
        #expect(state.promptTable.contributions.figures(of: entry) == before && before != nil)
        #expect(!state.promptTable.contributions.areFresh(entry))
        let found = try Sample.contributions(request.question)[1]
        state.run(.answer(ContributionsQuestion.self, generation: request.generation, .found(found)))
        #expect(state.promptTable.contributions.areFresh(entry))
        #expect(state.promptTable.contributions.progress?.done == 1)
    }

    @Test func typingStopsWhatIsUnderWay() throws {
        var state = page()
        _ = state.apply(.key(.char(" ")))
        _ = state.apply(.evaluation(Sample.evaluate(try #require(state.requestedEvaluation), state.embeddings)))
        #expect(state.promptTable.contributions.inquiry.isWaiting)
        let work = state.apply(.key(.enter))
        #expect(work.contains(.stop(ContributionsQuestion.self)))
        #expect(!state.promptTable.contributions.inquiry.isWaiting)
    }

    @Test func aRangeIsSwitchedAndUndoneAtOnce() {
        var state = eighty()
        state.hit(.down, .char("v"))
        for _ in 1..<10 { state.hit(.down) }
        #expect(state.markedRows == 1...10)
        state.hit(.char(" "))
        #expect(
            state.promptEditor.set.entries.indices.filter { !state.promptEditor.set.entries[$0].isOn } == Array(1...10))
        #expect(state.markedRows == nil)
        state.hit(.char("u"))
        #expect(state.promptEditor.set.active.count == 80)
    }

    @Test func allMeansWhatIsListed() {
        var state = eighty()
        state.hit(.char("/"))
        state.typed("number !7")
        state.hit(.enter, .char("O"))
        let off = state.promptEditor.set.entries.filter { !$0.isOn }
        #expect(off.count == 63 && !off.contains { $0.template.text.contains("7") })
        state.hit(.escape)
        #expect(state.promptTable.order.count == 80 && state.page == .prompts)
    }

    @Test func theFilterIsTakenBackByEsc() {
        var state = eighty()
        state.hit(.char("/"))
        state.typed("80")
        #expect(templates(state) == ["template number 80 of a {label}."])
        #expect(state.promptEditor.current?.template.text == "template number 80 of a {label}.")
        state.hit(.escape)
        #expect(state.promptTable.order.count == 80)
    }

    @Test func sortingByAFigureListsTheBestFirstAndSwitchingMovesNoLine() {
        var state = eighty()
        state.hit(.char("s"), .char("s"))
        #expect(state.promptTable.column == .alone)
        let figures = state.promptEditor.set.entries.map {
            state.promptTable.contributions.figures(of: $0)?.alone ?? -1
        }
        let listed = state.promptTable.order.map { figures[$0] }
        #expect(listed == listed.sorted(by: >))
        let order = state.promptTable.order
        state.hit(.char(" "), .down, .char(" "))
        #expect(state.promptTable.order == order)
    }

    @Test func aTemplateIsMovedInTheSetAndNotInASortedList() {
        var state = page()
        let before = state.promptEditor.set.entries
        state.hit(.char("J"))
        #expect(state.promptEditor.set.entries == [before[1], before[0], before[2]] && state.promptEditor.cursor == 1)
        state.hit(.char("K"))
        #expect(state.promptEditor.set.entries == before)
        state.hit(.char("s"), .char("J"))
        #expect(state.promptEditor.set.entries == before && state.message?.text.contains("sorted") == true)
    }

    @Test func aTemplateIsEditedInPlaceAndEveryKeyIsEvaluated() {
        var state = page()
        state.hit(.down, .enter)
        state.typed("!")
        #expect(state.page == .prompts && state.context == .editing)
        #expect(state.requestedEvaluation?.prompts.entries.first?.template.text == "a photo of a {label}.")
        #expect(state.promptEditor.current?.template.text == "a close-up photo of the {label}.!")
        #expect(state.promptTable.tokens.answer?.prompt.hasSuffix(".!") == true)
        state.hit(.escape)
        #expect(state.promptEditor.current?.template.text == "a close-up photo of the {label}.")
    }

    @Test func namesOfAClassAreEditedLiveAndUndone() {
        var state = page()
        state.hit(.tab, .down, .enter, .control("u"))
        state.typed("tabby cat; kitten")
        #expect(state.promptEditor.set.names(of: "cat") == ["tabby cat", "kitten"])
        #expect(state.requestedEvaluation?.prompts.classNames["cat"] == ["tabby cat", "kitten"])
        state.hit(.enter, .char("d"))
        #expect(state.promptEditor.set.names(of: "cat") == ["cat"])
        state.hit(.char("u"))
        #expect(state.promptEditor.set.names(of: "cat") == ["tabby cat", "kitten"])
        state.hit(.char("u"))
        #expect(state.promptEditor.set.classNames.isEmpty)
    }

    @Test func anEmptyNameIsTheClassesOwn() {
        var state = page()
        state.hit(.tab, .enter, .control("u"))
        state.typed(" ; ")
        state.hit(.enter)
        #expect(state.promptEditor.set.classNames.isEmpty && state.promptEditor.past.isEmpty)
    }

    @Test func whatTheLintFindsStandsBesideItsTemplate() {
        var state = page()
        state.hit(.char("y"))
        #expect(screen(state).lines.contains { $0.contains("same as 1") })
        state.hit(.enter, .control("u"))
        state.typed("a {label} and a {label}")
        #expect(screen(state).lines.contains { $0.contains("the class name stands in it 2 times") })
    }

    @Test func aWordThatIsCutIntoPiecesShowsThem() throws {
        let tokens = PromptTokens("a photo of a clipscope.", Sample.tokenizer)
        #expect(tokens.pieces.map(\.text).joined() == "aphotoofaclipscope.")
        #expect(tokens.pieces.contains { $0.isContinued } && tokens.count == tokens.pieces.count + 2)
        #expect(!tokens.isTruncated)
    }

    @Test func aSelectionIsTakenOverAsOneEdit() throws {
        var state = twelve()
        state.hit(.char("F"), .char("f"))
        let selection = try #require(state.promptTable.selectionRun.selection)
        let text = screen(state).lines.joined()
        #expect(text.contains("chosen on") && text.contains("reported"))
        state.hit(.enter)
        let on = state.promptEditor.set.entries.indices.filter { state.promptEditor.set.entries[$0].isOn }
        #expect(on == selection.best.templates && state.popup == nil)
        let halves = [selection.best.chosenOn, selection.best.reported].map { Numbers.percent($0) }
        #expect(halves.allSatisfy { state.message?.text.contains($0) == true })
        state.hit(.char("u"))
        #expect(state.promptEditor.set.active.count == 12)
    }

    /// What was chosen on one half is compared on the other, whatever is edited afterwards; undo takes that back as well.
    @Test func aSelectionIsComparedOnTheOtherHalf() throws {
        var state = twelve()
        let images = try #require(state.embeddings).known
        state.hit(.char("F"), .char("f"), .enter)
        let chosen = try #require(state.promptEditor.set.chosenOn)
        #expect(chosen.count == images / 2)
        state.hit(.char(" "), .char("5"))
        let compared = try #require(state.comparison.inquiry.answer?.comparison)
        #expect(compared.chosen?.images == chosen.count && compared.chosen?.isLeftOut == true)
        #expect(compared.images == images - chosen.count)
        let lines = screen(state).lines
        #expect(lines.contains { $0.contains("B was chosen on \(chosen.count) images: all here is of the") })
        state.hit(.char("2"), .char("u"), .char("u"))
        #expect(state.promptEditor.set.chosenOn == nil)
    }

    @Test func escStopsASelectionAndThenCloses() {
        var state = twelve()
        state.hit(.char("F"))
        _ = state.apply(.key(.char("b")))
        #expect(state.promptTable.selectionRun.inquiry.isWaiting)
        let work = state.apply(.key(.escape))
        #expect(work.contains(.stop(SelectionQuestion.self)))
        #expect(state.context == SelectionPopup.context && !state.promptTable.selectionRun.inquiry.isWaiting)
        state.hit(.escape)
        #expect(state.popup == nil)
    }

    @Test func aClickOnAHeadingSortsAndOnASwitchToggles() {
        var state = page()
        let area = state.layout.page
        state.run(.mouse(Mouse(.press, x: 2, y: area.y + 2)))
        #expect(!state.promptEditor.set.entries[1].isOn)
        state.run(.mouse(Mouse(.press, x: area.width - 3, y: area.y)))
        #expect(state.promptTable.column == .flips)
    }
}
