import Model

/// The prompt sets at hand, or the versions of one.
enum PromptSetsPopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        let title = state.versions.first.map { "Versions of \($0.set.name)" } ?? "Prompt sets"
        PopupBox.draw(title: title, in: layout.chooser, on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        if let choice = state.choiceAtCursor {
            let template = choice.set.entries.first?.template.text ?? ""
            canvas.write([Span(template, .quiet)], in: first, on: .raised)
        }
        PopupBox.drawList(chooser, count: state.offered.count, in: layout.chooserList, on: &canvas) {
            draw(state.offered[$0], in: $1, $2, on: &$3)
        }
    }

    static func draw(_ choice: PromptChoice, in line: Rect, _ surface: Surface, on canvas: inout Canvas) {
        let nameWidth = min(26, line.width * 2 / 5)
        canvas.write(
            [
                Span(choice.set.name.padded(to: nameWidth), .strong),
                Span(" \(choice.set.entries.count)".rightAligned(to: 4), .text),
                Span(choice.set.entries.count == 1 ? " template   " : " templates  ", .quiet),
                Span(origin(choice, isNarrow: line.width < 60), .quiet),
            ], in: line, on: surface)
    }

    private static func origin(_ choice: PromptChoice, isNarrow: Bool) -> String {
        guard let saved = choice.saved else { return choice.origin }
        let date = saved.date.toTheMinute
        return isNarrow ? "v\(saved.version) \(date.prefix(10))" : "version \(saved.version), \(date)"
    }
}
