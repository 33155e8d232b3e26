import Foundation
import Testing

@testable import Model
@testable import TUI

@Suite struct RemarkTests {
    @Test func aMarkIsShownKeptAndFound() {
        var state = Sample.ready(80, 24)
        #expect(state.apply(.key(.char("m"))) == [.keepRemark(History.Remark(mark: "marked"), on: "bird/robin-1.png")])
        #expect(screen(state).lines[3].hasPrefix("▸✓◆bird"))
        state.hit(.char("*"))
        #expect(Array(state.browse.rows) == [0])
        // What one is looking at stays, until the list is made anew.
        #expect(state.apply(.key(.char("m"))) == [.keepRemark(History.Remark(), on: "bird/robin-1.png")])
        #expect(Array(state.browse.rows) == [0] && state.remarks.isEmpty)
        state.hit(.char("*"), .char("*"))
        #expect(state.browse.rows.count == 84)
    }

    @Test func aNoteIsTypedShownAndFound() {
        var state = Sample.ready()
        state.hit(.down, .char("o"))
        state.typed("rather a lynx ")
        state.hit(.enter)
        #expect(state.remarks.note(on: 1) == "rather a lynx" && state.popup == nil)
        #expect(screen(state).lines.contains { $0.contains("◇ rather a lynx") })
        state.hit(.char("/"))
        state.typed("LYNX")
        state.hit(.enter)
        #expect(Array(state.browse.rows) == [1])
        state.hit(.char("o"), .control("u"))
        state.typed("no")
        state.hit(.escape)
        #expect(state.remarks.note(on: 1) == "rather a lynx")
        state.hit(.char("o"), .control("u"), .enter)
        #expect(state.remarks.isEmpty)
    }

    @Test func whatWasKeptIsThereFromTheStart() {
        var state = Sample.started(80, 24)
        let kept = [
            "dog/beagle-1.png": History.Remark(mark: "label error", note: "a cat"),
            "gone.png": History.Remark(note: "?"),
        ]
        state.run(.remarks(Remarks(kept, in: Sample.dataset.images)))
        state.run(.opened(Sample.dataset, choices: Sample.choices, prompts: Sample.prompts))
        state.hit(.char("*"))
        #expect(Array(state.browse.rows) == [3] && state.remarks.isMarked(3))
        state.hit(.char("*"))
        #expect(Array(state.browse.rows) == [3] && state.remarks.note(on: 3) == "a cat")
    }

    @Test func aRemarkThatCannotBeKeptIsToldAndAskedAboutAtTheEnd() {
        var state = Sample.ready(80, 24)
        state.keepsSession = true
        state.hit(.char("m"))
        state.run(.remarkFailed("the disk is full"))
        #expect(state.message?.text == "the disk is full" && state.remarks.isMarked(0))
        #expect(state.apply(.key(.char("q"))).isEmpty && state.popup is LeavePopup)
        #expect(screen(state).lines.contains { $0.contains("Some marks and notes could not be kept.") })
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = Sample.ready(columns, rows)
        state.hit(.down, .down, .char("m"), .up, .char("m"), .char("o"))
        state.typed("two animals in it; \u{1b}[31m which one is meant?")
        expect(state, matches: "popup-note-\(columns)x\(rows)")
        state.hit(.enter)
        expect(state, matches: "images-remarks-\(columns)x\(rows)")
    }
}
