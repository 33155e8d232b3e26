import Testing

@testable import TUI

@Suite struct SplitsTests {
    private func drag(_ state: inout State, from: (Int, Int), to: (Int, Int)) {
        state.run(.mouse(Mouse(.press, x: from.0, y: from.1)))
        state.run(.mouse(Mouse(.drag, x: to.0, y: to.1)))
        state.run(.mouse(Mouse(.release, x: to.0, y: to.1)))
    }

    @Test func aRuleFollowsTheMouse() {
        var state = Sample.ready()
        drag(&state, from: (state.layout.images.maxX, 10), to: (60, 12))
        #expect(state.layout.images.maxX == 60)
        drag(&state, from: (state.layout.probabilities.x - 1, 10), to: (90, 12))
        #expect(state.layout.probabilities.x == 91)
        drag(&state, from: (30, state.layout.prompts.y - 1), to: (30, 20))
        #expect(state.layout.prompts.y == 21)
        state.hit(.char("="))
        #expect(state.layout == Sample.ready().layout)
    }

    @Test func aMoveWithoutARuleMovesNothing() {
        var state = Sample.ready()
        let before = state.layout
        drag(&state, from: (5, 10), to: (60, 12))
        #expect(state.layout == before)
        state.run(.mouse(Mouse(.drag, x: 70, y: 10)))
        #expect(state.layout == before)
    }

    @Test func keysMoveTheRules() {
        var state = Sample.ready()
        let before = state.layout
        state.hit(.char("+"), .char("+"), .char("-"), .char(">"), .char("}"))
        #expect(state.layout.prompts.height == before.prompts.height + 1)
        #expect(state.layout.images.width == before.images.width + 2)
        #expect(state.layout.probabilities.width == before.probabilities.width + 2)
    }

    @Test func aPictureThatGaveWayComesBack() {
        var state = Sample.ready()
        for _ in 0..<60 { state.hit(.char(">")) }
        #expect(state.layout.picture == nil)
        state.hit(.char("<"))
        #expect(state.layout.picture != nil)
    }

    /// Panes lie beside each other without holes, whatever the size and wherever the rules were dragged.
    @Test(arguments: [(60, 15), (73, 20), (74, 20), (80, 24), (120, 40), (200, 60), (300, 100), (500, 200)])
    func panesFillTheTerminal(_ columns: Int, _ rows: Int) {
        for share in stride(from: -0.5, through: 1.5, by: 0.25) {
            for other in [nil, 0, 0.5, 1] as [Double?] {
                var paneSizes = PaneSizes()
                (paneSizes.images, paneSizes.probabilities, paneSizes.prompts) = (share, other, share)
                let layout = MainLayout(Size(columns: columns, rows: rows), templates: 5, paneSizes: paneSizes)
                let middle = layout.picture.map { $0.width + 1 } ?? 0
                #expect(layout.images.width + 1 + middle + layout.probabilities.width == columns)
                #expect(layout.page.maxY + 1 == layout.prompts.y && layout.prompts.maxY == rows - 1)
                #expect(layout.images.width >= 20 && layout.probabilities.width >= 20)
                #expect(layout.prompts.height >= 3 && layout.page.height >= 4)
            }
        }
    }

    @Test func theSelectedRowsStayInSight() {
        var state = Sample.ready(80, 24)
        state.hit(.char("G"))
        for _ in 0..<20 { state.hit(.char("+")) }
        let rows = state.browse.top..<state.browse.top + state.layout.images.height
        #expect(rows.contains(state.browse.selectedRow!))
    }
}
