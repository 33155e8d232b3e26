import Model

/// Asks for what is to be noted of an image.
enum NotePopup {
    static func draw(_ editor: LineEditor, _ image: Int, _ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(5, box.height))
        PopupBox.draw(title: "Note on the image", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        TextField.draw(editor, in: inner.row(0), on: &canvas)
        let path = state.dataset?.images.path(image) ?? ""
        canvas.write(path.keepingEnd(of: inner.width), .quiet, in: inner.row(2), on: .raised)
    }
}
