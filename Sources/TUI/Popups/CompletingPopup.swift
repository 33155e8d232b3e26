import Model

/// A popup whose field is a path that Tab goes on with; below it the names that it could go on with.
protocol CompletingPopup: FieldPopup {
    var candidates: [String] { get set }
}

extension CompletingPopup {
    package var field: LineEditor? {
        get { editor }
        set { (editor, candidates) = (newValue ?? LineEditor(), []) }
    }

    static func completion(in context: Context, hint: Int) -> Action {
        Action(
            "completePath", [.tab], "complete", "Go on with what all names that begin so have in common",
            in: [context], hint: hint, begins: { $0.completePath() })
    }

    /// The field, a line below it, and the names that it could go on with, where there are some.
    func draw(title: String, _ line: Span, _ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let height = candidates.isEmpty ? 5 : box.height
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(height, box.height))
        PopupBox.draw(title: title, in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        TextField.draw(editor, in: inner.row(0), on: &canvas)
        canvas.write([line], in: inner.row(2), on: .raised)
        let below = Rect(x: inner.x, y: inner.y + 4, width: inner.width, height: max(0, inner.height - 4))
        PathCandidates.draw(candidates, in: below, on: &canvas)
    }
}

/// Names that a path could go on with, in columns, as ls has them.
enum PathCandidates {
    static func draw(_ names: [String], in rect: Rect, on canvas: inout Canvas) {
        guard rect.height > 0, !names.isEmpty else { return }
        let widest = (names.map(DisplayWidth.of).max() ?? 0) + 2
        let columns = max(1, rect.width / widest)
        let width = min(widest, rect.width)
        let shown = names.count <= columns * rect.height ? names.count : columns * rect.height - 1
        for (index, name) in names.prefix(shown).enumerated() {
            let place = Rect(
                x: rect.x + index % columns * width, y: rect.y + index / columns, width: width - 1, height: 1)
            canvas.write(name, name.hasSuffix("/") ? .key : .text, in: place, on: .raised)
        }
        if shown < names.count {
            let place = Rect(x: rect.x + shown % columns * width, y: rect.y + shown / columns, width: width, height: 1)
            canvas.write("… \(names.count - shown) more", .faint, in: place, on: .raised)
        }
    }
}

extension State {
    func completePath() -> [Work] {
        guard let text = editor?.text, popup != nil else { return [] }
        return [.complete(path: text)]
    }

    mutating func receive(_ completion: PathCompletion, of path: String) {
        guard var open = popup as? any CompletingPopup, open.editor.text == path else { return }
        open.field = LineEditor(completion.path)
        open.candidates = completion.candidates
        popup = open
    }
}
