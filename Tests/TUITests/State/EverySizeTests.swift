import Testing

@testable import TUI

/// Every page and popup is drawn at every size, and what a click or a key does there cannot go wrong.
@Suite struct EverySizeTests {
    private static let sizes = [
        (1, 1), (59, 15), (60, 14), (60, 15), (61, 16), (73, 15), (74, 30), (80, 24), (120, 40), (200, 60), (300, 100),
        (500, 200),
    ]

    @Test(arguments: sizes)
    func everythingIsDrawn(_ columns: Int, _ rows: Int) {
        for open in [[], [Key.tab]] + Page.allCases.map({ [$0.key] })
            + "?:cpMSz/HeT".map({ [Key.char("i"), .char($0)] })
        {
            var state = Sample.ready(120, 40)
            for key in open { state.hit(key) }
            state.run(.resize(Size(columns: columns, rows: rows)))
            let canvas = screen(state)
            #expect(canvas.size == Size(columns: columns, rows: rows))
            for key in [Key.pageDown, .pageUp, .down, .up] { state.hit(key) }
            for kind in [Mouse.Kind.press, .drag, .wheelDown, .wheelUp, .doublePress] {
                for (x, y) in [(0, 0), (columns - 1, rows - 1), (columns / 2, rows / 2), (columns - 1, 3)] {
                    state.run(.mouse(Mouse(kind, x: x, y: y)))
                }
            }
            #expect(screen(state).size == canvas.size)
        }
    }

    @Test func aStormOfSizesEndsWhereItBegan() {
        var state = Sample.ready(80, 24)
        let before = screen(state)
        for index in 0..<1000 {
            state.run(.resize(Size(columns: 1 + index * 37 % 500, rows: 1 + index * 17 % 200)))
        }
        state.run(.resize(Size(columns: 80, rows: 24)))
        #expect(screen(state).lines == before.lines)
    }
}
