/// Asks what several lines that were pasted are to become.
enum PastePopup {
    static func draw(_ pasted: PastedLines, _ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(pasted.lines.count + 4, box.height))
        PopupBox.draw(title: "Paste \(pasted.lines.count) lines?", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        let shown = max(0, inner.height - 2)
        for (line, text) in pasted.lines.prefix(shown).enumerated() {
            canvas.write([Span(text)], in: inner.row(line), on: .raised)
        }
        let keys = [
            Span("Enter", .key), Span(" a template each   ", .quiet), Span("j", .key), Span(" one line   ", .quiet),
            Span("Esc", .key), Span(" no paste", .quiet),
        ]
        canvas.write(keys, in: inner.row(max(0, inner.height - 1)), on: .raised)
    }
}
