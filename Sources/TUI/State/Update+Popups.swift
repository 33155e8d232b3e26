/// What is open over the panes, whatever it is.
extension State {
    /// The field that is being typed into.
    package var editor: LineEditor? {
        if let popup { return popup.field }
        return promptEditor.edit?.editor
    }

    mutating func type(_ text: String) {
        change { $0.insert(text) }
    }

    /// Changes the field that is being typed into, and what follows from its text.
    mutating func change(_ body: (inout LineEditor) -> Void) {
        guard var editor else { return }
        body(&editor)
        guard var open = popup else { return changeEdit(editor) }
        open.field = editor
        popup = open
        open.follow(&self)
    }

    /// Moves within the list of a popup; `body` gets the list, the number of lines and the height.
    mutating func changeList(_ body: (inout ListChooser, Int, Int) -> Void) {
        guard var open = popup, var list = open.list else { return }
        body(&list, open.count(self), chooserHeight)
        open.list = list
        popup = open
    }

    package var chooserHeight: Int { layout.chooserRows }

    mutating func accept() -> [Work] {
        guard let open = popup else { return [] }
        return open.accept(&self)
    }

    mutating func cancel() -> [Work] {
        guard let open = popup else { return [] }
        return open.cancel(&self)
    }
}
