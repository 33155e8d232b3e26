import Testing

@testable import Model
@testable import TUI

/// 80 columns and 24 lines: what matters has the room.
@Suite struct SmallTerminalTests {
    private func page(_ key: Character, _ columns: Int = 80, _ rows: Int = 24) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char(key))
        return state
    }

    @Test(arguments: [(60, 24), (80, 24), (100, 30), (120, 40), (200, 60)])
    func tabsStayWhereTheyAre(_ columns: Int, _ rows: Int) {
        func places(_ state: State) -> [Page?] { (0..<columns).map { Header.page(at: $0, state) } }
        var state = page("3", columns, rows)
        let before = places(state)
        state.hit(.tab, .char(" "))
        #expect(places(state) == before)
        state.promptEditor.set.name = "another name that is a good deal longer"
        #expect(places(state) == before)
        if columns >= 80 {
            #expect(places(page("1", columns, rows)) == places(page("6", columns, rows)))
            let titles = Page.allCases.map { columns >= 120 ? $0.content.title : $0.content.shortTitle }
            #expect(titles.allSatisfy { screen(state).lines[0].contains($0) })
        }
    }

    @Test(arguments: ["3", "4", "5", "6", "7"])
    func thePromptsAreALineUntilTabLeadsToThem(_ key: Character) {
        var state = page(key)
        #expect(state.layout.prompts.height == 0)
        #expect(screen(state).lines[22].contains("Prompts dataset's own"))
        state.hit(.tab)
        #expect(
            state.layout.prompts.height >= 3 && screen(state).lines.contains { $0.contains("a photo of a {label}.") })
        state.hit(.escape)
        #expect(state.layout.prompts.height == 0)
        state.hit(.char("e"))
        #expect(state.layout.prompts.height >= 3 && state.promptEditor.edit != nil)
        // On the first page, and where there is room, they stay open.
        #expect(page("1").layout.prompts.height >= 3 && page(key, 120, 40).layout.prompts.height >= 3)
    }

    @Test func theCursorStaysInSightWhenThePromptsOpen() throws {
        var state = page("3")
        state.hit(.end, .tab)
        let name = Sample.coarse[try #require(state.classTable.selected)]
        #expect(screen(state).lines.contains { $0.contains("▸") && $0.contains(name) })
    }

    @Test func aMessageDoesNotCoverTheAccuracies() {
        var state = page("1")
        state.message = State.Message(text: String(repeating: "long ", count: 14) + "end", role: .warning)
        let lines = screen(state).lines
        #expect(lines[1].contains("top-1 75.0%") && lines[1].contains("top-5"))
        #expect(lines[23].contains("long end"))
        state.message = State.Message(text: "short", role: .quiet)
        #expect(screen(state).lines[1].hasSuffix("short ") || screen(state).lines[1].hasSuffix("short"))
    }

    @Test func changesTakeRoomWhereThereIsOne() {
        var state = page("3")
        #expect(!screen(state).lines[3].contains("change") && screen(state).lines[1].contains("class mean"))
        #expect(screen(state).lines.contains { $0.contains("computer mouse") })
        state.hit(.tab, .char(" "), .tab)
        #expect(screen(state).lines[3].contains("change"))
    }

    @Test func tokensTakeTheRowsThatTheyNeedWhereTheListIsLong() {
        var state = Sample.ready(80, 24)
        state.hit(.char("2"))
        let short = PromptsPage.height(state)
        state.replacePrompts(by: Sample.published)
        state.hit(.down)
        #expect(state.promptTable.order.count == 80 && PromptsPage.height(state) >= short)
    }
}

@Suite struct DistinctNamesTests {
    @Test func namesThatBeginAlikeAreToldApart() {
        let pets = ["american bulldog", "american pit bull terrier", "beagle", "basset hound"]
        #expect(DistinctNames.cut(pets, to: 12) == ["am. bulldog", "am. pit bull", "beagle", "basset hound"])
        #expect(DistinctNames.cut(pets, to: 8) == ["am. bull", "am. pit ", "beagle", "basset h"])
        #expect(DistinctNames.cut(["american_bulldog", "american_pit"], to: 8) == ["am. bull", "am. pit"])
    }

    @Test func withoutACommonWordTheEndTellsThemApart() {
        #expect(DistinctNames.cut(["sledgehammer", "sledgehog", "oak"], to: 7) == ["sle…mer", "sle…hog", "oak"])
        #expect(DistinctNames.cut(["class 10", "class 11"], to: 7) == ["cl. 10", "cl. 11"])
    }

    @Test func theSameNameTwiceAndNoRoomDoNoHarm() {
        #expect(DistinctNames.cut(["a long name", "a long name"], to: 4) == ["a lo", "a lo"])
        #expect(DistinctNames.cut(["日本語のラベル", "日本語の名前"], to: 5).allSatisfy { DisplayWidth.of($0) <= 5 })
        #expect(DistinctNames.cut(["x", ""], to: 0) == ["", ""])
    }
}
