/// Lists the templates in which words stand, as they are typed; its field stands in the prompts page's title.
struct TemplateFilterPopup: FieldPopup {
    static let context = Context("Filter templates", takesText: true) { keys }
    var editor: LineEditor
    private let before: String

    init(_ filter: String) {
        (editor, before) = (LineEditor(filter), filter)
    }

    static var keys: [Action] { filterKeys }

    func follow(_ state: inout State) {
        state.filterTemplates(editor.text)
    }

    func cancel(_ state: inout State) -> [Work] {
        state.filterTemplates(before)
        state.popup = nil
        return []
    }
}
