/// Asks for the file that the prompt set is saved to.
enum SavePopup {
    static func draw(_ editor: LineEditor, _ existing: String?, _ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(5, box.height))
        PopupBox.draw(title: "Save the prompt set", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        TextField.draw(editor, in: inner.row(0), on: &canvas)
        let set = state.prompting.set
        let words =
            "\(Numbers.counted(set.entries.count, "template")), \(set.effective.entries.count) on; written as TOML"
        let line = editor.text == existing ? Span("this file exists; Enter replaces it", .warning) : Span(words, .quiet)
        canvas.write([line], in: inner.row(2), on: .raised)
    }
}
