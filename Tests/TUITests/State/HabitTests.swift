import Testing

@testable import Model
@testable import TUI

/// Habits of other programs, and what a person looks for.
@Suite struct HabitTests {
    @Test func labelsAreAskedFor() {
        var state = Sample.ready(80, 24)
        state.hit(.char("l"))
        #expect(state.popup is LabelColumnsPopup && state.labelColumn?.name == "coarse")
        expect(state, matches: "popup-labels")
        state.hit(.escape)
        #expect(state.labelColumn?.name == "coarse")
        state.hit(.char("l"), .enter)
        #expect(state.labelColumn?.name == "fine" && state.popup == nil)
    }

    @Test func aThemeIsShownUnderTheCursorAndTakenBack() {
        var state = Sample.ready(80, 24)
        state.hit(.char("t"))
        #expect(state.theme == "light")
        expect(state, matches: "popup-themes")
        state.hit(.down)
        #expect(state.theme == "monochrome")
        state.hit(.escape)
        #expect(state.theme == "dark")
        state.hit(.char("t"), .enter)
        #expect(state.theme == "light" && state.popup == nil)
        // Over the large picture it leads back there.
        state.hit(.char("z"), .char("t"), .char("t"), .enter)
        #expect(state.theme == "dark" && state.popup is ZoomPopup)
    }

    @Test func halfAPage() {
        var state = Sample.ready()
        let height = state.pageHeight
        state.hit(.control("d"))
        #expect(state.browse.selectedRow == height / 2)
        state.hit(.control("u"))
        #expect(state.browse.selectedRow == 0)
    }

    @Test func theSmallMarginIsThatOfTheLeastSure() throws {
        var state = Sample.ready()
        state.sort(by: .margin)
        let leads = state.browse.rows.compactMap { state.outcome(of: $0)?.lead }
        #expect(leads.count == 84 && leads == leads.sorted())
    }

    @Test func likelyLabelErrorsAreRankedByTheirStrength() throws {
        var state = Sample.ready()
        state.hit(.char("E"))
        let margins = state.browse.rows.compactMap { state.outcome(of: $0)?.truth?.margin }
        #expect(margins.count > 1 && margins == margins.sorted() && margins.allSatisfy { $0 < 0 })
        // 75 % right: most of so many are the model's.
        let words = try #require(state.message)
        #expect(words.role == .warning && words.text.contains("of 84 are more than labels have; with top-1 75.0"))
    }

    @Test func editsSayWhatBecameOfWhat() {
        let (a, b) = (Sample.prompts, Sample.prompts)
        func words(_ change: (inout PromptSet) -> Void) -> String {
            var changed = b
            change(&changed)
            return PromptDifference.words(from: a, to: changed)
        }
        #expect(words { _ in } == "")
        #expect(
            words { $0.entries[0].template = PromptTemplate("a {label}.") }
                == "“a photo of a {label}.” → “a {label}.”")
        #expect(words { $0.entries[2].isOn = true } == "“a blurry photo of a {label}.” on")
        #expect(words { $0.entries.remove(at: 1) } == "− “a close-up photo of the {label}.”")
        #expect(words { $0.entries.append(PromptSet.Entry(PromptTemplate("{label}"))) } == "+ “{label}”")
        #expect(words { $0.classNames["mouse"] = ["house mouse"] } == "mouse: mouse → house mouse")
        #expect(
            words {
                $0.entries[0].isOn = false; $0.entries[1].isOn = false
            }.hasSuffix(" off and 1 more"))
    }

    @Test func anEditedClassShowsItsChange() {
        var state = Sample.ready(120, 40)
        state.hit(.char("2"), .tab)
        #expect(!screen(state).lines.contains { $0.contains("change") })
        state.hit(.tab, .char(" "), .tab)
        expect(state, matches: "class-names-change-120x40")
        #expect(screen(state).lines.contains { $0.contains("top-1 change") })
    }

    @Test func theRangeSaysWhatCanBeTyped() {
        var state = Sample.ready(80, 24)
        state.hit(.char("U"))
        #expect(screen(state).lines.contains { $0.contains(">60   <90") })
        state.hit(.char(">"))
        #expect(!screen(state).lines.contains { $0.contains(">60   <90") })
    }

    @Test func theGridsCursorIsALine() {
        var state = Sample.ready(80, 24)
        state.hit(.char("T"))
        let tiles = state.tiles!
        let tile = tiles.tile(0)
        let canvas = screen(state)
        for row in 0..<tile.height { #expect(canvas[tile.x, tile.y + row].text == "▌") }
        #expect(canvas[tiles.tile(1).x, tile.y].text != "▌")
    }
}
