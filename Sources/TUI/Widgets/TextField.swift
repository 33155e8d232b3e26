/// A line editor on the screen: scrolls sideways so that the cursor stays in sight.
enum TextField {
    static func draw(_ editor: LineEditor, in rect: Rect, on canvas: inout Canvas, spans: (String) -> [Span]) {
        guard rect.width > 1 else { return }
        canvas.fill(rect.row(0), on: .field)
        let cursor = DisplayWidth.of(editor.before)
        var skip = max(0, cursor - rect.width + 2)
        var x = rect.x
        var column = 0
        var cursorGlyph = SafeText.Glyph(text: " ", width: 1)
        for span in spans(editor.text) {
            for glyph in SafeText.glyphs(of: span.text) {
                if column == cursor { cursorGlyph = glyph }
                column += glyph.width
                if skip > 0 {
                    skip -= glyph.width
                    continue
                }
                guard x + glyph.width <= rect.maxX else { continue }
                canvas.put(glyph.text, width: glyph.width, x: x, y: rect.y, style: .role(span.role, on: .field))
                x += glyph.width
            }
        }
        let place = rect.x + cursor - max(0, cursor - rect.width + 2)
        canvas.put(
            cursorGlyph.text, width: cursorGlyph.width, x: min(place, rect.maxX - 1), y: rect.y,
            style: .role(.strong, on: .cursor))
        canvas.cursor = (min(place, rect.maxX - 1), rect.y)
    }

    static func draw(_ editor: LineEditor, in rect: Rect, on canvas: inout Canvas) {
        draw(editor, in: rect, on: &canvas) { [Span($0, .strong)] }
    }
}
