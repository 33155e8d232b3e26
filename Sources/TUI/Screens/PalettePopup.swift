/// Type a part of a command's name, press Enter.
enum PalettePopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Commands", in: layout.chooser, on: &canvas)
        let field = layout.chooser.inset(x: 2, y: 1).row(0)
        canvas.write(":", .accent, in: field, on: .raised)
        TextField.draw(
            chooser.editor, in: Rect(x: field.x + 2, y: field.y, width: field.width - 2, height: 1), on: &canvas)
        let commands = state.commands(matching: chooser.editor.text)
        if commands.isEmpty {
            canvas.write("no command matches", .quiet, in: layout.chooserList.row(0).inset(x: 1), on: .raised)
        }
        PopupBox.drawList(chooser, count: commands.count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            let action = commands[index]
            let reason = action.unavailable(state)
            let keys = [Span(action.keys.first?.name ?? "", .key)]
            canvas.writeRight(keys, in: line, on: surface)
            let room = Rect(x: line.x, y: line.y, width: line.width - keys.width - 2, height: 1)
            let title = title(action, typed: chooser.editor.text, isPossible: reason == nil)
            canvas.write(title + [Span(reason ?? action.help, reason == nil ? .quiet : .faint)], in: room, on: surface)
        }
    }

    /// The letters that were typed are set off.
    private static func title(_ action: Action, typed: String, isPossible: Bool) -> [Span] {
        let met = Set(FuzzyMatch(typed, in: action.title)?.positions ?? [])
        let spans = action.title.enumerated().map { index, character in
            Span(String(character), met.contains(index) ? .accent : isPossible ? .strong : .faint)
        }
        return spans + [Span("".padded(to: max(1, 17 - spans.width)))]
    }
}
