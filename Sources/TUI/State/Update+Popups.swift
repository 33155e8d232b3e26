import Model

extension State {
    /// The field that is being typed into.
    package var editor: LineEditor? {
        switch popup {
        case .palette(let chooser), .classChooser(let chooser, _): chooser.editor
        case .save(let editor, _), .filter(let editor, _), .range(let editor, _), .search(let editor, _),
            .note(let editor, _), .templateFilter(let editor, _):
            editor
        case .file(let field): field.editor
        case .help(let search): search.editor
        case .promptSets, .references, .models, .edits, .orders, .trial, .zoom, .leave, .pasted: nil
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
        case .file(var field):
            (field.editor, field.candidates, field.failure, field.isReading) = (editor, [], nil, false)
            popup = .file(field)
        case .filter(_, let before):
            popup = .filter(editor, before: before)
            setFilter { $0.text = editor.text }
        case .range(_, let before):
            popup = .range(editor, before: before)
            setFilter { $0.probability = ProbabilityRange(editor.text) }
        case .search(_, let before):
            popup = .search(editor, before: before)
            search(for: editor.text)
        case .note(_, let image):
            popup = .note(editor, image: image)
        case .templateFilter(_, let before):
            popup = .templateFilter(editor, before: before)
            filterTemplates(editor.text)
        case .help(var search):
            (search.editor, search.top) = (editor, 0)
            popup = .help(search)
        case .promptSets, .references, .models, .edits, .orders, .trial, .zoom, .leave, .pasted:
            break
        case nil:
            prompting.edit?.editor = editor
            switch prompting.edit?.subject {
            case .template(let index): prompting.set.entries[index].template = PromptTemplate(editor.text)
            case .names(let label): prompting.set.setNames(ClassNames(typed: editor.text), of: label)
            case .added(let place): nameAdded(place, ClassNames(typed: editor.text))
            case nil: break
            }
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
        case .references(var chooser, let source):
            body(&chooser, referenceCount(source), height)
            popup = .references(chooser, source)
        case .models(var chooser):
            body(&chooser, models.count, height)
            popup = .models(chooser)
        case .trial(var chooser):
            body(&chooser, promptTable.trial.steps.count, height)
            popup = .trial(chooser)
        case .edits(var chooser):
            body(&chooser, editLog.entries.count, height)
            popup = .edits(chooser)
        case .orders(var chooser):
            body(&chooser, orders.count, height)
            popup = .orders(chooser)
        default: break
        }
    }

    package var chooserHeight: Int { layout.chooserRows }

    mutating func accept() -> [Work] {
        switch popup {
        case .filter, .search, .templateFilter:
            popup = nil
        case .range(let editor, _):
            acceptRange(editor.text)
        case .note(let editor, let image):
            popup = nil
            return note(editor.text, on: image)
        case .orders(let chooser):
            popup = nil
            sort(by: orders[chooser.cursor])
        case .trial(let chooser):
            takeTrial(chooser)
        case .classChooser(let chooser, let role):
            let classes = classes(matching: chooser.editor.text)
            guard classes.indices.contains(chooser.cursor) else { return [] }
            popup = nil
            setFilter { $0[role] = classes[chooser.cursor] }
        case .palette(let chooser):
            let commands = commands(matching: chooser.editor.text)
            guard commands.indices.contains(chooser.cursor) else { return [] }
            popup = nil
            return attempt(commands[chooser.cursor])
        case .promptSets:
            choosePromptSet(appending: false)
        case .references(let chooser, let source):
            chooseReference(at: chooser.cursor, from: source)
        case .file(let field):
            return readFile(field)
        case .models(let chooser):
            return chooseModel(at: chooser.cursor)
        case .save(let editor, let existing):
            saving = prompting.set
            return save(as: editor.text, existing: existing)
        case .edits(let chooser):
            popup = nil
            returnToEdit(chooser.cursor)
        case .pasted(let lines):
            pasteTemplates(lines)
        case .help, .zoom, .leave, nil:
            popup = nil
        }
        return []
    }

    mutating func cancel() -> [Work] {
        if leaveVersions() { return [] }
        if case .trial = popup { return cancelTrial() }
        if case .file(let field) = popup { return leaveFile(field) }
        switch popup {
        case .filter(_, let before), .range(_, let before): setFilter { $0 = before }
        case .search(_, let before): takeSearchBack(to: before)
        default: break
        }
        if case .templateFilter(_, let before) = popup { filterTemplates(before) }
        if case .help(let search) = popup, !search.editor.text.isEmpty {
            popup = .help(HelpSearch(context: search.context))
        } else {
            popup = nil
        }
        return []
    }

    mutating func switchClassRole() {
        if case .classChooser(let chooser, let role) = popup {
            popup = .classChooser(chooser, role == .truth ? .predicted : .truth)
        }
    }

    /// The palette's lines: each action once, the best match first. A key finds its action, too.
    package func commands(matching text: String) -> [Action] {
        var seen = Set<Action.Name>()
        let context = pageContext == .prompts ? page.content.context : pageContext
        let all = Action.commands(in: context).filter { seen.insert($0.name).inserted }
        return ranked(all) { action in
            if action.keys.contains(where: { $0.name == text }) { return Int.max }
            let words = text.lowercased().split(separator: " ")
            let isInHelp = words.allSatisfy { action.help.lowercased().contains($0) }
            return FuzzyMatch(text, in: action.title)?.score ?? (isInHelp ? 0 : nil)
        }
    }

    package func classes(matching text: String) -> [Int] {
        let classes = classes
        return ranked(Array(classes.indices)) { FuzzyMatch(text, in: classes[$0])?.score }
    }

    /// The highest score first, those of one score in their order; nil leaves out.
    private func ranked<Element>(_ all: [Element], _ score: (Element) -> Int?) -> [Element] {
        let scored = all.enumerated().compactMap { index, element in score(element).map { (index, element, $0) } }
        return scored.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map(\.1)
    }
}
