/// The prompt sets at hand.
enum PromptSetsPopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "Prompt sets", in: layout.chooser, on: &canvas)
        let first = layout.chooser.inset(x: 2, y: 1).row(0)
        if state.choices.indices.contains(chooser.cursor) {
            let template = state.choices[chooser.cursor].set.entries.first?.template.text ?? ""
            canvas.write([Span(template, .quiet)], in: first, on: .raised)
        }
        PopupBox.drawList(chooser, count: state.choices.count, in: layout.chooserList, on: &canvas) {
            index, line, surface, canvas in
            let choice = state.choices[index]
            let nameWidth = min(26, line.width * 2 / 5)
            canvas.write(
                [
                    Span(choice.set.name.padded(to: nameWidth), .strong),
                    Span(" \(choice.set.entries.count)".rightAligned(to: 4), .text),
                    Span(choice.set.entries.count == 1 ? " template   " : " templates  ", .quiet),
                    Span(choice.origin, .quiet),
                ], in: line, on: surface)
        }
    }
}
