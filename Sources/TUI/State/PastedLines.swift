import Foundation
import Model

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
    /// Lines among templates may be templates: that is asked. Elsewhere they go into the field as one line.
    mutating func paste(_ text: String) {
        let isAmongTemplates =
            switch context {
            case .editing: prompting.edit?.index != nil
            case .prompts, .promptTable: true
            default: false
            }
        if isAmongTemplates, let lines = PastedLines(text) {
            popup = .pasted(lines)
        } else {
            type(text)
        }
    }

    /// Each line becomes a template behind the selected one. What is being typed is kept, or given up where it is as it was
    /// begun.
    mutating func pasteTemplates(_ pasted: PastedLines) {
        popup = nil
        if let edit = prompting.edit {
            let isUntouched = edit.isNew && edit.editor.text == Self.newTemplate
            isUntouched ? takeEditBack() : keepEdit()
        }
        let start = prompting.set.entries.isEmpty ? 0 : min(prompting.cursor + 1, prompting.set.entries.count)
        changePrompts("paste \(pasted.lines.count) templates") { set in
            set.entries.insert(contentsOf: pasted.lines.map { PromptSet.Entry(PromptTemplate($0)) }, at: start)
        }
        selectTemplate(start + pasted.lines.count - 1)
        message = Message(text: "\(pasted.lines.count) templates pasted; u takes them back", role: .quiet)
    }

    mutating func pasteOneLine(_ pasted: PastedLines) {
        popup = nil
        if prompting.edit == nil { addTemplate() }
        if prompting.edit?.isNew == true, prompting.edit?.editor.text == Self.newTemplate {
            change { $0 = LineEditor() }
        }
        type(pasted.lines.joined(separator: " "))
    }
}
