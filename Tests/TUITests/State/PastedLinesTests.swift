import Testing

@testable import Model
@testable import TUI

@Suite struct PastedLinesTests {
    private func templates(_ state: State) -> [String] { state.promptEditor.set.entries.map(\.template.text) }
    private let three = "a photo of {label}\r\n\n  a sketch of {label}  \nthe {label}\n"

    @Test func severalLinesBecomeSeveralTemplatesAfterAQuestion() throws {
        var state = Sample.ready()
        let before = templates(state)
        state.hit(.tab)
        state.run(.paste(three))
        #expect(state.context == PastePopup.context && templates(state) == before)
        state.hit(.enter)
        let pasted = ["a photo of {label}", "a sketch of {label}", "the {label}"]
        #expect(templates(state) == [before[0]] + pasted + before.dropFirst())
        #expect(state.popup == nil && state.promptEditor.cursor == 3)
        state.hit(.char("u"))
        #expect(templates(state) == before)
    }

    @Test func whileATemplateIsTypedItIsKept() throws {
        var state = Sample.ready()
        state.hit(.char("e"))
        state.typed(" and more")
        state.run(.paste(three))
        state.hit(.enter)
        #expect(state.promptEditor.edit == nil)
        #expect(templates(state)[0].hasSuffix(" and more") && templates(state)[1] == "a photo of {label}")
    }

    @Test func aTemplateThatWasOnlyBegunMakesRoom() throws {
        var state = Sample.ready()
        let count = state.promptEditor.set.entries.count
        state.hit(.tab, .char("a"))
        state.run(.paste(three))
        state.hit(.enter)
        #expect(templates(state).count == count + 3)
    }

    @Test func theyCanBeOneLineOrNone() throws {
        var state = Sample.ready()
        state.hit(.char("e"), .control("u"))
        state.run(.paste(three))
        state.hit(.escape)
        #expect(state.context == .editing && templates(state)[0] == "")
        state.run(.paste(three))
        state.hit(.char("j"))
        #expect(
            state.context == .editing && templates(state)[0] == "a photo of {label} a sketch of {label} the {label}")
    }

    @Test func oneLineAndOtherFieldsAreNotAskedAbout() throws {
        var state = Sample.ready()
        state.hit(.char("e"), .control("u"))
        state.run(.paste("one {label}\n"))
        #expect(state.context == .editing && templates(state)[0] == "one {label} ")
        state.hit(.escape, .tab, .char("/"))
        state.run(.paste("mouse\nhouse"))
        #expect(state.context == FilterPopup.context && state.editor?.text == "mouse house")
    }

    @Test func theQuestionFitsAnyScreen() {
        for (columns, rows) in [(60, 15), (80, 24), (200, 60)] {
            var state = Sample.ready(columns, rows)
            state.hit(.tab)
            state.run(.paste((1...100).map { "line \($0)" }.joined(separator: "\n")))
            let shown = screen(state)
            #expect(shown.size.columns == columns && state.context == PastePopup.context)
        }
    }
}
