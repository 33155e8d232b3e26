/// The colour themes; the one under the cursor is shown at once.
struct ThemesPopup: ListPopup {
    static let context = Context("Choosing a theme") { keys }
    var chooser = ListChooser()
    /// What Esc returns to.
    let before: String
    /// The popup that it was opened from.
    let under: (any Popup)?

    static var keys: [Action] {
        [
            Action("accept", [.enter], "take it", "Take this theme", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "theme.next", [.char("t")], "next", "Go to the next theme", in: [context], hint: 1,
                does: { state in
                    let (row, count) = (state.popup?.list?.cursor ?? 0, max(1, state.themes.count))
                    state.move(by: (row + 1) % count - row)
                }),
            Action(
                "cancel", [.escape, .char("q")], "back", "Return to the theme before", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.themes.count }

    func move(by step: Int, _ state: inout State) {
        state.changeList { $0.move(to: $0.cursor + step, count: $1, height: $2) }
        state.previewTheme()
    }

    func accept(_ state: inout State) -> [Work] {
        state.popup = under
        state.message = State.Message(text: "theme \(state.theme)", role: .quiet)
        return []
    }

    func cancel(_ state: inout State) -> [Work] {
        state.popup = under
        state.theme = before
        return []
    }

    /// Against the right edge, so that the page shows what the theme makes of it.
    func draw(_ state: State, on canvas: inout Canvas) {
        let (box, list) = place(state)
        PopupBox.draw(title: "Theme", in: box, on: &canvas)
        PopupBox.drawList(chooser, count: state.themes.count, in: list, on: &canvas) {
            index, line, surface, canvas in
            let name = state.themes[index]
            canvas.write(
                [Span(name == before ? "● " : "  ", .bar), Span(name, name == state.theme ? .strong : .text)],
                in: line, on: surface)
        }
    }

    func place(_ state: State) -> (box: Rect, list: Rect) {
        let width = min(state.size.columns - 2, 26)
        let height = min(state.themes.count + 2, state.layout.hints.y - state.layout.header.maxY - 1)
        let box = Rect(
            x: state.size.columns - width - 1, y: state.layout.header.maxY + 1, width: width, height: max(3, height))
        return (box, box.inset(x: 1, y: 1))
    }
}

extension State {
    /// The cursor is on the next, so that the same key and Enter go through them.
    mutating func openThemes() {
        guard let current = themes.firstIndex(of: theme) else { return }
        popup = ThemesPopup(before: theme, under: popup)
        changeList { $0.move(to: (current + 1) % $1, count: $1, height: $2) }
        previewTheme()
    }

    fileprivate mutating func previewTheme() {
        guard let list = popup?.list, themes.indices.contains(list.cursor) else { return }
        theme = themes[list.cursor]
    }
}
