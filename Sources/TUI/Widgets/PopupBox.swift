/// A box over the panes: title on its border, a first line, a list below it.
enum PopupBox {
    static func draw(title: String, in rect: Rect, on canvas: inout Canvas) {
        canvas.fill(rect, on: .raised)
        canvas.box(rect, .line, on: .raised)
        let line = Rect(x: rect.x + 2, y: rect.y, width: rect.width - 4, height: 1)
        canvas.write([Span(" "), Span(title, .accent), Span(" ")], in: line, on: .raised)
    }

    /// - Parameter row: writes one line; told whether it is under the cursor.
    static func drawList(
        _ chooser: ListChooser, count: Int, in rect: Rect, on canvas: inout Canvas,
        row: (Int, Rect, Surface, inout Canvas) -> Void
    ) {
        for line in 0..<rect.height {
            let index = chooser.top + line
            guard index < count else { break }
            let surface: Surface = index == chooser.cursor ? .selected : .raised
            let place = rect.row(line)
            canvas.fill(place, on: surface)
            row(index, place.inset(x: 1), surface, &canvas)
        }
        if count > rect.height {
            let words = " \(chooser.cursor + 1) of \(count) "
            let corner = Rect(x: rect.x, y: rect.maxY, width: rect.width - 2, height: 1)
            canvas.writeRight([Span(words, .faint)], in: corner, on: .raised)
        }
    }
}
