/// Images, picture and probabilities beside each other.
enum ImagesPage: PageContent {
    static let title = "images"
    static let shortTitle = "imgs"
    static let help = "Show the images, the picture under the cursor and its probabilities"
    static let context = Context.images
    static let foldsPrompts = false

    static func height(_ state: State) -> Int { state.imagesInSight.lines }

    static func move(by step: Int, _ state: inout State) { state.moveSelection(by: step) }

    /// Thumbnails a row at a time.
    static func scroll(by step: Int, _ state: inout State) {
        state.browse.top += state.tiles.map { $0.columns * step.signum() } ?? step
        state.clampBrowse()
    }

    static func press(_ mouse: Mouse, _ state: inout State) -> [Work] {
        let layout = state.layout
        if layout.images.contains(x: mouse.x, y: mouse.y) {
            state.focus = .page
            let index = state.tiles.map { $0.index(at: mouse) } ?? mouse.y - layout.images.y
            guard let row = index.map({ state.browse.top + $0 }), state.browse.rows.indices.contains(row) else {
                return []
            }
            state.select(row: row)
            if mouse.kind == .doublePress { state.popup = ZoomPopup() }
        } else if let picture = layout.picture, picture.contains(x: mouse.x, y: mouse.y) {
            state.popup = ZoomPopup()
        }
        return []
    }

    /// First out of a search, then back to the page that asked for these images, or to all images.
    static func backOut(_ state: inout State) -> Bool {
        if state.browse.search != nil {
            state.leaveSearch()
            return true
        }
        if let origin = state.origin {
            state.setFilter { $0 = origin.filter }
            state.show(origin.page)
            return true
        }
        guard !state.browse.filter.isEmpty else { return false }
        state.setFilter { $0 = Browse.Filter() }
        return true
    }

    static func newWork(_ state: inout State) -> [Work] {
        state.newReference() + state.newSimilarity() + state.newNameOrder() + state.newExplanation()
    }

    static func draw(_ state: State, in area: Rect, on canvas: inout Canvas) {
        let layout = state.layout
        let (top, bottom) = (area.y - 1, area.maxY)
        MainScreen.rule(above: layout.images, isFocused: state.focus == .page, on: &canvas)
        canvas.joinRules(x: layout.images.maxX, from: top, to: bottom)
        if layout.picture != nil { canvas.joinRules(x: layout.probabilities.x - 1, from: top, to: bottom) }
        ImagesPane.draw(state, in: layout.images, on: &canvas)
        if let picture = layout.picture { PicturePane.draw(state, in: picture, on: &canvas) }
        ProbabilitiesPane.draw(state, in: layout.probabilities, on: &canvas)
    }
}

extension Canvas {
    fileprivate mutating func joinRules(x: Int, from top: Int, to bottom: Int) {
        let lower = self[x, bottom].style
        hang(x: x, from: top, to: bottom)
        put(self[x, bottom].text, x: x, y: bottom, style: lower)
    }
}
