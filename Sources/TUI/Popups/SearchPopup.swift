/// Ranks the images by a text, as it is typed.
struct SearchPopup: TitlePopup {
    static let context = Context("Search by text", takesText: true) { keys }
    static let label = "find "
    var editor: LineEditor
    private let before: Browse

    init(_ browse: Browse) {
        var text = ""
        if case .text(let typed) = browse.search?.subject { text = typed }
        (editor, before) = (LineEditor(text), browse)
    }

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "keep", "Keep the ranking; Esc leads back from it", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "take back", "Return to the list before", in: [context], hint: 1,
                begins: { $0.cancel() }),
        ]
    }

    func follow(_ state: inout State) {
        state.search(for: editor.text)
    }

    func cancel(_ state: inout State) -> [Work] {
        state.takeSearchBack(to: before)
        state.popup = nil
        return []
    }
}
