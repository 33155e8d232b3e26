import Testing

@testable import TUI

@Suite struct ThumbnailTests {
    private func grid(_ columns: Int = 120, _ rows: Int = 40) -> State {
        var state = Sample.ready(columns, rows)
        state.hit(.char("T"))
        return state
    }

    @Test(arguments: [(80, 24), (120, 40), (200, 60)])
    func screens(_ columns: Int, _ rows: Int) {
        var state = grid(columns, rows)
        state.hit(.down, .right)
        expect(state, matches: "grid-\(columns)x\(rows)")
    }

    @Test func filteredAndSorted() {
        var state = grid(80, 24)
        state.hit(.char("w"), .char("s"))
        expect(state, matches: "grid-most-wrong")
    }

    @Test func theSelectionMovesInTwoDirections() throws {
        var state = grid()
        let tiles = try #require(state.tiles)
        #expect(tiles.columns > 2 && tiles.rows > 1)
        state.hit(.right, .right)
        #expect(state.browse.selectedRow == 2)
        state.hit(.down)
        #expect(state.browse.selectedRow == 2 + tiles.columns)
        state.hit(.left, .up, .up)
        #expect(state.browse.selectedRow == 1)
        state.hit(.end)
        #expect(state.browse.selectedRow == 83)
        #expect(state.browse.top % tiles.columns == 0)
        #expect(state.browse.top + tiles.count >= 84)
        state.hit(.down)
        #expect(state.browse.selectedRow == 83)
        state.hit(.home, .pageDown)
        #expect(state.browse.selectedRow == tiles.columns * (tiles.rows - 1))
    }

    @Test func theLargePictureWalksThroughAllImages() {
        var state = grid()
        state.hit(.enter)
        #expect(state.popup is ZoomPopup)
        state.hit(.down, .down, .right)
        #expect(state.browse.selectedRow == 3)
        state.hit(.escape)
        #expect(state.grid.isShown && state.popup == nil)
    }

    @Test func thumbnailsArePressedAndScrolled() throws {
        var state = grid()
        let tiles = try #require(state.tiles)
        let place = tiles.picture(tiles.columns + 1)
        state.run(.mouse(Mouse(.press, x: place.x + 2, y: place.y + 2)))
        #expect(state.browse.selectedRow == tiles.columns + 1)
        state.run(.mouse(Mouse(.wheelDown, x: place.x, y: place.y)))
        #expect(state.browse.top == tiles.columns)
        #expect(state.browse.selectedRow == tiles.columns + 1)
        state.run(.mouse(Mouse(.doublePress, x: tiles.tile(0).x, y: tiles.tile(0).y)))
        #expect(state.browse.selectedRow == tiles.columns)
        #expect(state.popup is ZoomPopup)
    }

    @Test func onlyWhatIsInSightIsAskedForAndKept() throws {
        var state = Sample.ready()
        var asked: [ThumbnailRequest] = []
        func collect(_ event: Event) {
            for case .drawThumbnails(let request) in state.apply(event) { asked.append(request) }
        }
        collect(.key(.char("T")))
        let tiles = try #require(state.tiles)
        #expect(asked.last?.inSight.map(\.image) == Array(0..<tiles.count))
        #expect(asked.last?.next.map(\.image) == Array(tiles.count..<2 * tiles.count))
        #expect(asked.last?.inSight.first?.size == tiles.picture(0).size)
        for request in asked[0].inSight { collect(.thumbnail(Sample.picture(request))) }
        #expect(asked.count == 1 && state.grid.views.count == tiles.count)
        collect(.key(.end))
        #expect(asked.count == 2)
        #expect(state.grid.views.keys.allSatisfy { $0 >= state.browse.top })
        // Too late: nobody looks at it any more.
        collect(.thumbnail(Sample.picture(asked[0].inSight[0])))
        #expect(state.grid.views[0] == nil)
        collect(.key(.char("3")))
        #expect(asked.count == 2)
    }

    @Test func unreadableImagesSaySo() {
        var state = grid()
        _ = state.apply(.thumbnail(PictureView(image: 1, facts: nil, failure: "it ends early")))
        _ = state.apply(.unreadable(image: 2, reason: "no picture at all"))
        let text = screen(state).lines.joined(separator: "\n")
        #expect(text.contains("it ends early") && text.contains("no picture"))
    }

    @Test func theListComesBackWithTheSameImage() {
        var state = grid()
        state.hit(.end, .char("T"))
        #expect(!state.grid.isShown)
        #expect(state.browse.selectedRow == 83)
        #expect(screen(state).lines.contains { $0.hasPrefix("▸") })
    }

    /// Tiles fill the pane and do not overlap.
    @Test(arguments: [(20, 3), (33, 14), (51, 14), (82, 26), (139, 40), (300, 90)])
    func tilesFitTheirPane(_ columns: Int, _ rows: Int) {
        let pane = Rect(x: 2, y: 3, width: columns, height: rows)
        let tiles = TileLayout(pane, cell: .usual)
        for index in 0..<tiles.count {
            let tile = tiles.tile(index)
            #expect(tile.x >= pane.x && tile.maxX <= pane.maxX && tile.y >= pane.y && tile.maxY <= pane.maxY)
            #expect(tiles.index(at: Mouse(.press, x: tile.x, y: tile.maxY - 1)) == index)
            #expect(tiles.picture(index).height >= 1)
        }
    }
}
