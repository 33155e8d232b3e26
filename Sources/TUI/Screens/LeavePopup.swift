/// Asks before something is lost.
enum LeavePopup {
    static func draw(_ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let losses = state.losses
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(losses.count + 4, box.height))
        PopupBox.draw(title: "Leave clipscope?", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        for (line, loss) in losses.enumerated() {
            canvas.write([Span(loss, .warning)], in: inner.row(line), on: .raised)
        }
        let keys = [
            Span("Enter", .key), Span(" leaves   ", .quiet), Span("S", .key), Span(" saves the prompts   ", .quiet),
            Span("Esc", .key), Span(" stays", .quiet),
        ]
        canvas.write(keys, in: inner.row(losses.count + 1), on: .raised)
    }
}
