import Model

extension State {
    /// The field that is being typed into.
    package var editor: LineEditor? {
        switch popup {
        case .palette(let chooser), .classChooser(let chooser, _): chooser.editor
        case .save(let editor, _), .filter(let editor, _): editor
        case .help, .promptSets, .models, .zoom: nil
        case nil: prompting.edit?.editor
        }
    }

    mutating func type(_ text: String) {
        change { $0.insert(text) }
    }

    /// Changes the field that is being typed into, and what follows from its text.
    mutating func change(_ body: (inout LineEditor) -> Void) {
        guard var editor else { return }
        body(&editor)
        switch popup {
        case .palette:
            popup = .palette(ListChooser(editor: editor))
        case .classChooser(_, let role):
            popup = .classChooser(ListChooser(editor: editor), role)
        case .save(_, let existing):
            popup = .save(editor, existing: existing)
        case .filter(_, let before):
            popup = .filter(editor, before: before)
            var filter = browse.filter
            filter.text = editor.text
            setFilter(filter)
        case .help, .promptSets, .models, .zoom:
            break
        case nil:
            guard let index = prompting.edit?.index else { return }
            prompting.edit?.editor = editor
            prompting.set.entries[index].template = PromptTemplate(editor.text)
        }
    }

    /// Moves within the list of a popup; `body` gets the chooser, the number of lines and the height.
    mutating func changeChooser(_ body: (inout ListChooser, Int, Int) -> Void) {
        let height = chooserHeight
        switch popup {
        case .palette(var chooser):
            body(&chooser, commands(matching: chooser.editor.text).count, height)
            popup = .palette(chooser)
        case .classChooser(var chooser, let role):
            body(&chooser, classes(matching: chooser.editor.text).count, height)
            popup = .classChooser(chooser, role)
        case .promptSets(var chooser):
            body(&chooser, offered.count, height)
            popup = .promptSets(chooser)
        case .models(var chooser):
            body(&chooser, models.count, height)
            popup = .models(chooser)
        default: break
        }
    }

    package var chooserHeight: Int { layout.chooserRows }

    mutating func accept() -> [Work] {
        switch popup {
        case .filter:
            popup = nil
        case .classChooser(let chooser, let role):
            let classes = classes(matching: chooser.editor.text)
            guard classes.indices.contains(chooser.cursor) else { return [] }
            popup = nil
            var filter = browse.filter
            filter.label = classes[chooser.cursor]
            filter.classRole = role
            setFilter(filter)
        case .palette(let chooser):
            let commands = commands(matching: chooser.editor.text)
            guard commands.indices.contains(chooser.cursor) else { return [] }
            popup = nil
            return attempt(commands[chooser.cursor])
        case .promptSets:
            choosePromptSet(appending: false)
        case .models(let chooser):
            return chooseModel(at: chooser.cursor)
        case .save(let editor, let existing):
            return save(as: editor.text, existing: existing)
        case .help, .zoom, nil:
            popup = nil
        }
        return []
    }

    mutating func cancel() {
        if leaveVersions() { return }
        if case .filter(_, let before) = popup { setFilter(before) }
        popup = nil
    }

    mutating func switchClassRole() {
        if case .classChooser(let chooser, let role) = popup {
            popup = .classChooser(chooser, role == .truth ? .predicted : .truth)
        }
    }

    /// The palette's lines: each action once, those whose words begin as typed first.
    package func commands(matching text: String) -> [Action] {
        var seen = Set<Action.Name>()
        let all = Action.commands(on: page).filter { seen.insert($0.name).inserted }
        return ranked(all, by: text) { "\($0.title) \($0.help)" }
    }

    package func classes(matching text: String) -> [Int] {
        guard let classes = labelling?.classes else { return [] }
        return ranked(Array(classes.indices), by: text) { classes[$0] }
    }

    private func ranked<Element>(_ all: [Element], by text: String, _ name: (Element) -> String) -> [Element] {
        let text = text.lowercased()
        guard !text.isEmpty else { return all }
        let found = all.filter { name($0).lowercased().contains(text) }
        return found.filter { name($0).lowercased().hasPrefix(text) }
            + found.filter { !name($0).lowercased().hasPrefix(text) }
    }
}
