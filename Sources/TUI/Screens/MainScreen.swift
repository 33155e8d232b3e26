/// Images, picture, probabilities, and the prompts below them.
enum MainScreen {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let top = layout.images.y - 1
        let bottom = layout.prompts.y - 1
        let imagesRole: Role = state.focus == .images ? .accent : .line
        let promptsRole: Role = state.focus == .prompts ? .accent : .line
        canvas.horizontalRule(y: top, x: 0..<layout.images.maxX, imagesRole)
        canvas.horizontalRule(y: top, x: layout.images.maxX..<state.size.columns)
        canvas.horizontalRule(y: bottom, x: 0..<state.size.columns, promptsRole)
        canvas.joinRules(x: layout.images.maxX, from: top, to: bottom)
        if layout.picture != nil { canvas.joinRules(x: layout.probabilities.x - 1, from: top, to: bottom) }

        ImagesPane.draw(state, in: layout.images, on: &canvas)
        if let picture = layout.picture { PicturePane.draw(state, in: picture, on: &canvas) }
        ProbabilitiesPane.draw(state, in: layout.probabilities, on: &canvas)
        PromptsPane.draw(state, in: layout.prompts, on: &canvas)
    }

    /// A pane's title on the rule above it.
    static func title(_ spans: [Span], above rect: Rect, on canvas: inout Canvas) {
        let room = Rect(x: rect.x + 1, y: rect.y - 1, width: rect.width - 2, height: 1)
        canvas.write([Span(" ")] + spans + [Span(" ")], in: room, on: .base)
    }
}

extension Canvas {
    fileprivate mutating func joinRules(x: Int, from top: Int, to bottom: Int) {
        let lower = self[x, bottom].style
        hang(x: x, from: top, to: bottom)
        put(self[x, bottom].text, x: x, y: bottom, style: lower)
    }
}
