import Foundation
import Model

extension State {
    /// One undoable change of the prompt set; what was on the screen becomes the baseline.
    mutating func changePrompts(_ what: String, _ change: (inout PromptSet) -> Void) {
        let before = promptEditor.set
        change(&promptEditor.set)
        guard promptEditor.set != before else { return }
        promptEditor.record(what, before: before, cursor: promptEditor.cursor)
        scores.keepAsBaseline()
        selectTemplate(promptEditor.cursor)
    }

    mutating func selectTemplate(_ index: Int) {
        let count = promptEditor.set.entries.count
        promptEditor.cursor = max(0, min(index, count - 1))
        let height = max(1, layout.prompts.height)
        promptEditor.top = min(max(promptEditor.top, promptEditor.cursor - height + 1), promptEditor.cursor)
        promptEditor.top = max(0, min(promptEditor.top, count - height))
    }

    mutating func toggle(_ index: Int) {
        guard promptEditor.set.entries.indices.contains(index) else { return }
        let isOn = promptEditor.set.entries[index].isOn
        changePrompts(isOn ? "switch off" : "switch on") { $0.entries[index].isOn.toggle() }
    }

    mutating func deleteTemplate() {
        let chosen = chosenTemplates
        changePrompts(chosen.count == 1 ? "delete template" : "delete \(chosen.count) templates") { set in
            for index in chosen.sorted(by: >) { set.entries.remove(at: index) }
        }
    }

    mutating func duplicateTemplate() {
        let index = promptEditor.cursor
        changePrompts("duplicate template") { $0.entries.insert($0.entries[index], at: index + 1) }
        selectTemplate(index + 1)
    }

    mutating func undo() {
        scores.keepAsBaseline()
        if let what = promptEditor.undo() { message = Message(text: "undone: \(what)", role: .quiet) }
        selectTemplate(promptEditor.cursor)
    }

    mutating func redo() {
        scores.keepAsBaseline()
        if let what = promptEditor.redo() { message = Message(text: "redone: \(what)", role: .quiet) }
        selectTemplate(promptEditor.cursor)
    }

    mutating func beginEdit() {
        guard let entry = promptEditor.current else { return }
        focusPrompts()
        startEditing(
            .template(promptEditor.cursor), LineEditor(entry.template.text), isNew: false, before: promptEditor.set,
            cursor: promptEditor.cursor)
    }

    /// A new template stands below the selected one. It begins as the usual one, with the cursor where people
    /// go on: "a photo of a {label}|."
    mutating func addTemplate() {
        let before = promptEditor.set
        let cursor = promptEditor.cursor
        let index = before.entries.isEmpty ? 0 : cursor + 1
        var editor = LineEditor(Self.newTemplate)
        editor.perform(.left)
        focusPrompts()
        promptEditor.set.entries.insert(PromptSet.Entry(PromptTemplate(editor.text)), at: index)
        selectTemplate(index)
        startEditing(.template(index), editor, isNew: true, before: before, cursor: cursor)
    }

    static let newTemplate = "a photo of a {label}."

    mutating func startEditing(
        _ subject: PromptEditor.Edit.Subject, _ editor: LineEditor, isNew: Bool, before: PromptSet, cursor: Int
    ) {
        promptEditor.edit = PromptEditor.Edit(
            subject: subject, isNew: isNew, editor: editor, before: before, cursorBefore: cursor,
            baselineBefore: scores.baseline)
        scores.keepAsBaseline()
    }

    /// A template or names as far as they are typed.
    mutating func changeEdit(_ editor: LineEditor) {
        promptEditor.edit?.editor = editor
        switch promptEditor.edit?.subject {
        case .template(let index): promptEditor.set.entries[index].template = PromptTemplate(editor.text)
        case .names(let label): promptEditor.set.setNames(ClassNames(typed: editor.text), of: label)
        case .added(let place): nameAdded(place, ClassNames(typed: editor.text))
        case nil: break
        }
    }

    /// A template that ends blank is removed.
    mutating func keepEdit() {
        guard let edit = promptEditor.edit else { return }
        if case .added(let place) = edit.subject, endNaming(place) { return }
        promptEditor.edit = nil
        if let index = edit.index, promptEditor.set.entries[index].template.isBlank {
            promptEditor.set.entries.remove(at: index)
        }
        if promptEditor.set == edit.before {
            scores.setBaseline(edit.baselineBefore)
        } else {
            promptEditor.record(edit.what, before: edit.before, cursor: edit.cursorBefore)
        }
        selectTemplate(promptEditor.cursor)
        relist(pinning: true)
    }

    mutating func takeEditBack() {
        guard let edit = promptEditor.edit else { return }
        promptEditor.edit = nil
        promptEditor.set = edit.before
        scores.setBaseline(edit.baselineBefore)
        selectTemplate(edit.cursorBefore)
        relist(pinning: true)
    }

    mutating func choosePromptSet(appending: Bool) {
        guard let chosen = choiceAtCursor?.set else { return }
        if appending {
            popup = nil
            changePrompts("append \(chosen.name)") { set in
                let known = Set(set.entries.map(\.template))
                set.entries += chosen.entries.filter { !known.contains($0.template) }
                set.chosenOn = ChosenOn.of(set.chosenOn, chosen.chosenOn)
            }
        } else if let fault = fault(of: chosen) {
            message = Message(text: fault, role: .warning)
        } else {
            popup = nil
            replacePrompts(by: chosen)
        }
    }

    mutating func replacePrompts(by chosen: PromptSet) {
        let whole = completed(chosen)
        changePrompts("replace by \(chosen.name)") { $0 = whole }
        selectTemplate(0)
    }
}

extension PromptEditor.Edit {
    /// For undo.
    fileprivate var what: String {
        switch subject {
        case .template: isNew ? "add template" : "edit template"
        case .names(let label): "names of \(label)"
        case .added: isNew ? "add class" : "names of an added class"
        }
    }
}
