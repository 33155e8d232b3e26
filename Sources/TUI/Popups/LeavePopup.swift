/// Asks before something is lost.
struct LeavePopup: Popup {
    static let context = Context("Leaving") { keys }
    static let closesOnClick = true

    static var keys: [Action] {
        [
            Action(
                "leave", [.enter, .char("q"), .char("y")], "leave", "Leave, and lose it", in: [context], hint: 0,
                begins: { _ in [.quit] }),
            Action(
                "save", [.char("S")], "save prompts", "Save the prompt set to a TOML file", in: [context], hint: 1,
                does: { $0.openSaving() }),
            Action(
                "cancel", [.escape, .char("n")], "stay", "Stay in clipscope", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func draw(_ state: State, on canvas: inout Canvas) {
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

extension State {
    /// Asks where something would be lost.
    mutating func quit() -> [Work] {
        guard !losses.isEmpty else { return [.quit] }
        popup = LeavePopup()
        return []
    }
}
