import Foundation
import Model

/// Asks for the name, or the file, that the prompt set is saved under.
struct SavePopup: CompletingPopup {
    static let context = Context("Saving", takesText: true) { keys }
    var editor: LineEditor
    var candidates: [String] = []
    /// The name of a file that is there already: asked for again, it is replaced.
    var existing: String?

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "save", "Save under this name; with .toml, .txt or a / in it, as this file",
                in: [context], hint: 0, begins: { $0.accept() }),
            completion(in: context, hint: 1),
            Action(
                "cancel", [.escape], "close", "Close without doing anything", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func accept(_ state: inout State) -> [Work] {
        state.saving = state.promptEditor.set
        return state.save(as: editor.text, existing: existing)
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let line =
            editor.text == existing
            ? Span("this file exists; Enter replaces it", .warning)
            : Span(Self.consequence(editor.text.trimmingCharacters(in: .whitespaces), state), .quiet)
        draw(title: "Save the prompt set", line, state, on: &canvas)
    }

    /// What the name makes of the set.
    private static func consequence(_ name: String, _ state: State) -> String {
        let set = state.promptEditor.set
        let size = "\(Numbers.counted(set.entries.count, "template")), \(set.effective.entries.count) on"
        if State.isFile(name) {
            return name.hasSuffix(".toml") ? "\(size); a TOML file" : "those that are on; a text file"
        }
        guard let saved = state.savedChoice(named: name)?.saved else { return "\(size); a new name" }
        return "\(size); after version \(saved.version)"
    }
}

extension State {
    mutating func openSaving() {
        let name = promptEditor.set.name
        popup = SavePopup(editor: LineEditor(name.isEmpty ? "prompts" : name))
    }
}
