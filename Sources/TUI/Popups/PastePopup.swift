import Foundation
import Model

/// Asks what several lines that were pasted are to become.
struct PastePopup: Popup {
    static let context = Context("Pasting lines") { keys }
    static let closesOnClick = true
    let pasted: PastedLines

    static var keys: [Action] {
        [
            Action(
                "accept", [.enter], "as templates", "Make each pasted line a template", in: [context], hint: 0,
                begins: { $0.accept() }),
            Action(
                "pasteOneLine", [.char("j")], "as one line", "Paste the lines as one", in: [context], hint: 1,
                does: { $0.pasteOneLine() }),
            Action(
                "cancel", [.escape, .char("n")], "no paste", "Leave out what was pasted", in: [context], hint: 2,
                begins: { $0.cancel() }),
        ]
    }

    func accept(_ state: inout State) -> [Work] {
        state.pasteTemplates(pasted)
        return []
    }

    func draw(_ state: State, on canvas: inout Canvas) {
        let box = state.layout.chooser
        let rect = Rect(x: box.x, y: box.y, width: box.width, height: min(pasted.lines.count + 4, box.height))
        PopupBox.draw(title: "Paste \(pasted.lines.count) lines?", in: rect, on: &canvas)
        let inner = rect.inset(x: 2, y: 1)
        let shown = max(0, inner.height - 2)
        for (line, text) in pasted.lines.prefix(shown).enumerated() {
            canvas.write([Span(text)], in: inner.row(line), on: .raised)
        }
        let keys = [
            Span("Enter", .key), Span(" a template each   ", .quiet), Span("j", .key), Span(" one line   ", .quiet),
            Span("Esc", .key), Span(" no paste", .quiet),
        ]
        canvas.write(keys, in: inner.row(max(0, inner.height - 1)), on: .raised)
    }
}

/// Lines that were pasted where templates are.
package struct PastedLines: Equatable, Sendable {
    package let text: String
    /// Without blank ones, and without spaces around them.
    package let lines: [String]

    /// Nil for what is one line.
    init?(_ text: String) {
        self.text = text
        lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        if lines.count < 2 { return nil }
    }
}

extension State {
    fileprivate mutating func pasteOneLine() {
        if let open = popup as? PastePopup { pasteOneLine(open.pasted) }
    }

    /// Lines among templates may be templates: that is asked. Elsewhere they go into the field as one line.
    mutating func paste(_ text: String) {
        let isAmongTemplates =
            context == .editing ? promptEditor.edit?.index != nil : [.prompts, .promptTable].contains(context)
        if isAmongTemplates, let lines = PastedLines(text) {
            popup = PastePopup(pasted: lines)
        } else {
            type(text)
        }
    }

    /// Each line becomes a template behind the selected one. What is being typed is kept, or given up where it is as it was
    /// begun.
    mutating func pasteTemplates(_ pasted: PastedLines) {
        popup = nil
        if let edit = promptEditor.edit {
            let isUntouched = edit.isNew && edit.editor.text == Self.newTemplate
            isUntouched ? takeEditBack() : keepEdit()
        }
        let start = promptEditor.set.entries.isEmpty ? 0 : min(promptEditor.cursor + 1, promptEditor.set.entries.count)
        changePrompts("paste \(pasted.lines.count) templates") { set in
            set.entries.insert(contentsOf: pasted.lines.map { PromptSet.Entry(PromptTemplate($0)) }, at: start)
        }
        selectTemplate(start + pasted.lines.count - 1)
        message = Message(text: "\(pasted.lines.count) templates pasted; u takes them back", role: .quiet)
    }

    mutating func pasteOneLine(_ pasted: PastedLines) {
        popup = nil
        if promptEditor.edit == nil { addTemplate() }
        if promptEditor.edit?.isNew == true, promptEditor.edit?.editor.text == Self.newTemplate {
            change { $0 = LineEditor() }
        }
        type(pasted.lines.joined(separator: " "))
    }
}
