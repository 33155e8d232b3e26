/// Asks for the path of a file to open; below it the names that it could go on with, or why it could not be read.
enum FilePopup {
    static func draw(_ field: PathField, _ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        PopupBox.draw(title: title(field.purpose), in: box, on: &canvas)
        let inner = box.inset(x: 2, y: 1)
        TextField.draw(field.editor, in: inner.row(0), on: &canvas)
        let below = Rect(x: inner.x, y: inner.y + 2, width: inner.width, height: inner.height - 2)
        if let failure = field.failure {
            return write(failure.wrapped(to: below.width), .warning, in: below, on: &canvas)
        }
        if field.isReading { return write(["reading…"], .unfinished, in: below, on: &canvas) }
        guard !field.candidates.isEmpty else { return write([about(field.purpose)], .quiet, in: below, on: &canvas) }
        drawCandidates(field.candidates, in: below, on: &canvas)
    }

    private static func title(_ purpose: PathField.Purpose) -> String {
        purpose == .prompts ? "Open a prompt set" : "A, from a file"
    }

    private static func about(_ purpose: PathField.Purpose) -> String {
        purpose == .prompts
            ? "TOML, or one template a line" : "a run that eval --run wrote (.json), or a prompt set"
    }

    private static func write(_ lines: [String], _ role: Role, in rect: Rect, on canvas: inout Canvas) {
        for (row, line) in lines.prefix(rect.height).enumerated() {
            canvas.write(line, role, in: rect.row(row), on: .raised)
        }
    }

    /// In columns, as ls has them.
    private static func drawCandidates(_ names: [String], in rect: Rect, on canvas: inout Canvas) {
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
