import Model

/// Asks for what is to be noted of an image.
struct NotePopup: FieldPopup {
    static let context = Context("Note on an image", takesText: true) { keys }
    var editor: LineEditor
    let image: Int

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "keep", "Keep the note; an empty one is none", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "take back", "Leave the note as it was", in: [context], hint: 1,
                begins: { $0.cancel() }),
        ]
    }

    func accept(_ state: inout State) -> [Work] {
        state.popup = nil
        return state.note(editor.text, on: image)
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(5, box.height))
        PopupBox.draw(title: "Note on the image", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        TextField.draw(editor, in: inner.row(0), on: &canvas)
        let path = state.dataset?.images.path(image) ?? ""
        canvas.write(path.keepingEnd(of: inner.width), .quiet, in: inner.row(2), on: .raised)
    }
}

extension State {
    mutating func openNote() {
        guard let image = browse.selected else { return }
        popup = NotePopup(editor: LineEditor(remarks.note(on: image) ?? ""), image: image)
    }
}
