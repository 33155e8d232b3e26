import Model

/// The prompt sets that the prompts under work can be compared with.
enum ReferencesPopup {
    static func draw(_ chooser: ListChooser, _ state: State, on canvas: inout Canvas) {
        let layout = state.layout
        PopupBox.draw(title: "A, the set to compare with", in: layout.chooser, on: &canvas)
        let choices = state.references
        if choices.indices.contains(chooser.cursor), let first = choices[chooser.cursor].set.entries.first {
            canvas.write(
                first.template.text, .quiet, in: layout.chooser.inset(x: 2, y: 1).row(0), on: .raised)
        }
        PopupBox.drawList(chooser, count: choices.count, in: layout.chooserList, on: &canvas) {
            PromptSetsPopup.draw(choices[$0], in: $1, $2, on: &$3)
        }
    }
}
