/// Lists the images in whose texts words stand, as they are typed.
struct FilterPopup: TitlePopup {
    static let context = Context("Filter by text", takesText: true) { keys }
    static let label = "/"
    var editor: LineEditor
    private let before: Browse.Filter

    init(_ filter: Browse.Filter) {
        (editor, before) = (LineEditor(filter.text), filter)
    }

    static var keys: [Action] { filterKeys }

    func follow(_ state: inout State) {
        state.setFilter { $0.text = editor.text }
    }

    func cancel(_ state: inout State) -> [Work] {
        state.setFilter { $0 = before }
        state.popup = nil
        return []
    }
}
