import Model
import Testing

@testable import TUI

@Suite struct PageTests {
    @Test func aDigitShowsItsPageAndEscLeadsBack() {
        var state = Sample.ready()
        for page in Page.allCases {
            state.hit(page.key)
            #expect(state.page == page && state.context == page.content.context)
            state.hit(.escape)
            #expect(state.page == .images)
        }
    }

    @Test func digitsAreTextWhereTextIsTyped() {
        var state = Sample.ready()
        state.hit(.char("/"))
        state.typed("3")
        #expect(state.page == .images && state.browse.filter.text == "3")
    }

    @Test func aDigitLeavesALargePictureOrAList() {
        for key in [Key.char("z"), .char("p"), .char("M")] {
            var state = Sample.ready()
            state.hit(key, .char("3"))
            #expect(state.page == .classes && state.popup == nil, "\(key.name)")
        }
    }

    @Test func aClickOnATabShowsItsPage() throws {
        for columns in [60, 80, 120, 200, 300] {
            var state = Sample.ready(columns, 24)
            let line = screen(state).lines[0]
            guard let place = line.firstRange(of: " 3 ") else { continue }
            state.run(.mouse(Mouse(.press, x: line.distance(from: line.startIndex, to: place.lowerBound) + 1, y: 0)))
            #expect(state.page == .classes, "\(columns)")
        }
    }

    @Test func whatIsAboutImagesLeadsToThem() {
        var state = Sample.ready()
        state.hit(.char("3"), .tab, .char("w"))
        #expect(state.page == .images && state.browse.filter.verdict == .wrong)
    }

    @Test func escFirstLeavesThePromptsThenTheFilter() {
        var state = Sample.ready()
        state.hit(.char("w"), .tab, .escape)
        #expect(state.focus == .page && !state.browse.filter.isEmpty)
        state.hit(.escape)
        #expect(state.browse.filter.isEmpty)
    }

    @Test func anAnswerToAnOlderQuestionIsDropped() {
        var inquiry = Inquiry<Int, String>()
        let first = inquiry.ask(1)!
        #expect(inquiry.ask(1) == nil)
        let second = inquiry.ask(2)!
        #expect(!inquiry.receive("one", generation: first.generation) && inquiry.answer == nil)
        #expect(inquiry.isWaiting)
        #expect(inquiry.receive("two", generation: second.generation) && inquiry.answer == "two")
        #expect(!inquiry.isWaiting)
        let third = inquiry.ask(3)!
        inquiry.forget()
        #expect(!inquiry.receive("three", generation: third.generation) && inquiry.answer == nil)
    }
}
