/// Lists the images whose prediction has a probability in a range, as it is typed.
struct RangePopup: TitlePopup {
    static let context = Context("Filter by probability", takesText: true) { keys }
    static let label = "probability "
    static let example = " >60   <90   30-60"
    var editor: LineEditor
    private let before: Browse.Filter

    init(_ filter: Browse.Filter) {
        (editor, before) = (LineEditor(filter.probability?.text ?? ""), filter)
    }

    static var keys: [Action] {
        [
            Action("accept", [.enter], "keep", "Keep the range", in: [context], hint: 0, begins: { $0.accept() }),
            Action(
                "cancel", [.escape], "take back", "Return to the list before", in: [context], hint: 1,
                begins: { $0.cancel() }),
        ]
    }

    func follow(_ state: inout State) {
        state.setFilter { $0.probability = ProbabilityRange(editor.text) }
    }

    /// An empty text takes the range away.
    func accept(_ state: inout State) -> [Work] {
        if ProbabilityRange(editor.text) == nil, editor.text.contains(where: { $0 != " " }) {
            state.message = State.Message(
                text: "expected a range in percent such as >60, <90, >60 <90 or 30-60", role: .warning)
        } else {
            state.popup = nil
        }
        return []
    }

    func cancel(_ state: inout State) -> [Work] {
        state.setFilter { $0 = before }
        state.popup = nil
        return []
    }
}
