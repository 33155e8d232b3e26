import Testing

@testable import TUI

/// The palette, help, and leaving.
@Suite struct CommandsTests {
    private func titles(_ typed: String, _ state: State = Sample.ready()) -> [String] {
        state.commands(matching: typed).map(\.title)
    }

    @Test func thePaletteFindsByLettersByHelpAndByKey() {
        #expect(titles("nw").first == "next wrong")
        #expect(titles("misclassified").contains("only wrong"))
        #expect(titles("Ctrl-R").first == "redo")
        #expect(titles("qqqq").isEmpty)
    }

    @Test func thePaletteOfAPageBeginsWithWhatThePageCanDo() {
        var state = Sample.ready()
        #expect(!titles("").contains("its wrong ones"))
        state.hit(.char("3"), .char(":"))
        state.typed("itswr")
        #expect(titles("itswr", state).first == "its wrong ones")
        state.hit(.enter)
        #expect(state.page == .images && state.browse.filter.verdict == .wrong)
    }

    @Test func whatCannotBeDoneSaysWhyInThePalette() {
        var state = Sample.ready(80, 24)
        state.hit(.char(":"))
        state.typed("undo")
        #expect(screen(state).lines.contains { $0.contains("undo") && $0.contains("nothing to undo") })
        state.hit(.enter)
        #expect(state.message?.text == "undo: nothing to undo")
    }

    @Test func everyActionHasAnIdOfItsOwn() {
        var places: [String: Set<Context>] = [:]
        for action in Action.all {
            #expect(!action.id.contains("("), "\(action.id)")
            places[action.id, default: []].formUnion(action.contexts)
        }
        #expect(places["page.classes"] != nil && places["nextWrong"]?.contains(.images) == true)
    }

    @Test(arguments: [(Key.char("3"), "Classes"), (.tab, "Prompts"), (.char("z"), "Large picture")])
    func helpBeginsWithTheWordsThenThePlaceWhereItWasAskedFor(_ key: Key, _ title: String) {
        var state = Sample.ready(80, 24)
        state.hit(key, .char("?"))
        let top = state.layout.zoom.y + 4
        #expect(screen(state).lines[top].contains("│ What am I looking at? "))
        let sections = HelpSections.sections(at: state.pageContext, matching: "")
        #expect(sections[0].title == "What am I looking at?")
        let place = state.popup.flatMap { ($0 as? HelpPopup)?.search.context } ?? state.pageContext
        #expect(HelpSections.sections(at: place, matching: "")[1].title == title)
    }

    @Test(arguments: ["top-1", "chance", "entropy", "loss", "margin", "ECE", "export", "quit", "ensemble", "zero-shot"])
    func aNewcomersWordIsFound(_ word: String) {
        var state = Sample.ready(120, 40)
        state.hit(.char("?"))
        state.typed(word)
        #expect(!screen(state).lines.contains { $0.contains("nothing is found") })
        #expect(screen(state).lines.contains { $0.lowercased().contains(word.lowercased()) && !$0.contains("find ") })
    }

    @Test func helpIsSearchedByTyping() {
        var state = Sample.ready(80, 24)
        state.hit(.char("?"))
        state.typed("misclassified list")
        let shown = screen(state).lines.filter { $0.contains("List the misclassified") }
        #expect(shown.count == 2)
        state.hit(.escape)
        guard let search = (state.popup as? HelpPopup)?.search else { return #expect(state.popup != nil) }
        #expect(search.editor.text.isEmpty)
        state.hit(.escape)
        #expect(state.popup == nil)
    }

    @Test func helpScrollsToItsEndAndNoFurther() {
        var state = Sample.ready(80, 24)
        state.hit(.char("?"))
        for _ in 0..<40 { state.hit(.pageDown) }
        let lines = screen(state).lines
        #expect(lines.contains { $0.contains("Scroll the list under the pointer") })
        #expect(!lines.contains { $0.contains("↓ more") })
    }

    @Test func leavingAsksOnlyWhereSomethingWouldBeLost() {
        var state = Sample.ready(80, 24)
        #expect(state.apply(.key(.char("q"))) == [.quit])
        state.hit(.char("i"))
        #expect(state.apply(.key(.char("q"))).isEmpty && state.popup is LeavePopup)
        expect(state, matches: "popup-leave")
        state.hit(.escape)
        #expect(state.popup == nil)
        state.hit(.char("u"))
        #expect(state.apply(.key(.char("q"))) == [.quit])
    }

    @Test func savedPromptsAreNotLost() {
        var state = Sample.ready(80, 24)
        state.hit(.char("i"), .char("q"), .char("S"), .control("u"))
        state.typed("mine.toml")
        state.hit(.enter)
        state.run(.saved("mine.toml", lost: nil))
        #expect(!state.hasUnsavedPrompts)
        #expect(state.apply(.key(.char("q"))) == [.quit])
        state.hit(.char("i"), .char("i"), .char("O"), .char("q"))
        #expect(state.apply(.key(.enter)) == [.quit])
    }

    @Test func aSessionThatIsKeptLosesNothing() {
        var state = Sample.ready(80, 24)
        state.keepsSession = true
        state.hit(.char("i"))
        #expect(state.apply(.key(.char("q"))) == [.quit])
        state.run(.sessionFailed("the disk is full"))
        #expect(state.apply(.key(.char("q"))).isEmpty && state.popup is LeavePopup)
    }
}
