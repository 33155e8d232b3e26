/// Lists the images in whose texts words stand, as they are typed.
struct FilterPopup: TitlePopup {
    static let context = Context("Filter by text", takesText: true) { keys }
    static let label = "/"
    var editor: LineEditor
    private let before: Browse.Filter

    init(_ filter: Browse.Filter) {
        (editor, before) = (LineEditor(filter.text), filter)
    }

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "keep filter", "Keep the filter", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "take back", "Return to the filter before", in: [context], hint: 1,
                begins: { $0.cancel() }),
        ]
    }

    func follow(_ state: inout State) {
        state.setFilter { $0.text = editor.text }
    }

    func cancel(_ state: inout State) -> [Work] {
        state.setFilter { $0 = before }
        state.popup = nil
        return []
    }
}
