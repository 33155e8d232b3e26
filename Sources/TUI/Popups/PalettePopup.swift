/// Type a part of a command's name, press Enter.
struct PalettePopup: SearchListPopup {
    static let context = Context("Command palette", takesText: true) { keys }
    var chooser = ListChooser()

    static var keys: [Action] {
        [
            Action("accept", [.enter], "do it", "Run the command", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func count(_ state: State) -> Int { state.commands(matching: chooser.editor.text).count }

    func accept(_ state: inout State) -> [Work] {
        let commands = state.commands(matching: chooser.editor.text)
        guard commands.indices.contains(chooser.cursor) else { return [] }
        state.popup = nil
        return state.attempt(commands[chooser.cursor])
    }

    func draw(_ state: State, on canvas: inout Canvas) {
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
            let title = Self.title(action, typed: chooser.editor.text, isPossible: reason == nil)
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

extension State {
    /// The palette's lines: each action once, the best match first. A key finds its action, too.
    package func commands(matching text: String) -> [Action] {
        var seen = Set<String>()
        let context = pageContext == .prompts ? page.content.context : pageContext
        let all = Action.commands(in: context).filter { seen.insert($0.id).inserted }
        return FuzzyMatch.ranked(all) { action in
            if action.keys.contains(where: { $0.name == text }) { return Int.max }
            let words = text.lowercased().split(separator: " ")
            let isInHelp = words.allSatisfy { action.help.lowercased().contains($0) }
            return FuzzyMatch(text, in: action.title)?.score ?? (isInHelp ? 0 : nil)
        }
    }
}
