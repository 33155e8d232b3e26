/// The page, and the prompts below it.
enum MainScreen {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let content = state.page.content
        canvas.horizontalRule(y: layout.page.y - 1, x: 0..<state.size.columns)
        if content.showsPrompts {
            rule(above: layout.prompts, isFocused: state.focus == .prompts, on: &canvas)
        }
        content.draw(state, in: layout.page, on: &canvas)
        if content.showsPrompts { PromptsPane.draw(state, in: layout.prompts, on: &canvas) }
    }

    static func rule(above rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        canvas.horizontalRule(y: rect.y - 1, x: rect.x..<rect.maxX, isFocused ? .accent : .line)
    }

    /// A pane's title on the rule above it.
    static func title(_ spans: [Span], above rect: Rect, on canvas: inout Canvas) {
        let room = Rect(x: rect.x + 1, y: rect.y - 1, width: rect.width - 2, height: 1)
        canvas.write([Span(" ")] + spans + [Span(" ")], in: room, on: .base)
    }
}
