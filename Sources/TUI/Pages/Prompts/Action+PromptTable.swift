extension Context {
    static let promptTable = Context("Prompts page") { Action.ofPromptTable }
    static let classNames = Context("Class names") { Action.ofClassNames }
}

extension Action {
    static let ofPromptTable: [Action] = [
        Action(
            "toggle", [.char(" ")], "on/off", "Switch the template, or the marked ones, on or off", in: [.promptTable],
            hint: 0, unavailable: noTemplate, does: { $0.toggleChosen() }),
        Action(
            "edit", [.enter, .char("e")], "edit", "Edit the template; every keystroke counts at once",
            in: [.promptTable], hint: 1, unavailable: noTemplate, does: { $0.beginEdit() }),
        Action(
            "add", [.char("a")], "add", "Add a template and edit it", in: [.promptTable], hint: 4,
            does: { $0.addTemplate() }),
        Action(
            "prompts.choose", [.char("F")], "find the best",
            "Choose templates on one half of the images, and see how they do on the other", in: [.promptTable], hint: 2,
            unavailable: noFigures, does: { $0.openSelection() }),
        Action(
            "prompts.nextColumn", [.char("s"), .right], "sort",
            "Sort by the next column; a click on a heading too", in: [.promptTable], hint: 3, unavailable: noTemplate,
            does: { $0.sortTemplates(step: 1) }),
        Action(
            "prompts.previousColumn", [.left], "sort back", "Sort by the column before", in: [.promptTable],
            unavailable: noTemplate, does: { $0.sortTemplates(step: -1) }
        ).unlisted,
        Action(
            "prompts.reverse", [.char("r")], "reverse", "Turn the order round", in: [.promptTable],
            unavailable: noTemplate, does: { $0.reverseTemplates() }),
        Action(
            "prompts.filter", [.char("/")], "filter",
            "List the templates in which all these words stand, and none that begins with !", in: [.promptTable],
            hint: 5, unavailable: noTemplate, does: { $0.popup = TemplateFilterPopup($0.promptTable.filter) }),
        Action(
            "prompts.mark", [.char("v")], "mark",
            "Mark from here to where the cursor goes; what is switched or deleted then is all that is marked",
            in: [.promptTable], hint: 4, unavailable: noTemplate, does: { $0.markTemplates() }),
        Action(
            "allOn", [.char("A")], "all on", "Switch all that are listed, or marked, on", in: [.promptTable], hint: 6,
            unavailable: noTemplate, does: { $0.switchTemplates("all on") { _ in true } }),
        Action(
            "allOff", [.char("O")], "all off", "Switch all that are listed, or marked, off", in: [.promptTable],
            hint: 7,
            unavailable: noTemplate, does: { $0.switchTemplates("all off") { _ in false } }),
        Action(
            "invert", [.char("i")], "invert", "Switch all that are listed, or marked, over", in: [.promptTable],
            hint: 8, unavailable: noTemplate, does: { $0.switchTemplates("invert") { !$0 } }),
        Action(
            "delete", [.char("d"), .delete], "delete", "Delete the template, or the marked ones", in: [.promptTable],
            unavailable: noTemplate, does: { $0.deleteTemplate() }),
        Action(
            "duplicate", [.char("y")], "duplicate", "Put a copy of the template below it", in: [.promptTable],
            unavailable: noTemplate, does: { $0.duplicateTemplate() }),
        Action(
            "prompts.moveDown", [.char("J")], "move down", "Move the template one place down in the set",
            in: [.promptTable], unavailable: notMovable, does: { $0.moveTemplate(by: 1) }),
        Action(
            "prompts.moveUp", [.char("K")], "move up", "Move the template one place up in the set",
            in: [.promptTable], unavailable: notMovable, does: { $0.moveTemplate(by: -1) }),
    ]

    static let ofClassNames: [Action] = [
        Action(
            "prompts.editNames", [.enter, .char("e")], "edit names",
            "Edit the names of the class, with ; between them; every keystroke counts at once", in: [.classNames],
            hint: 0, unavailable: noClass, does: { $0.editNames() }),
        Action(
            "prompts.hideClass", [.char("x")], "hide/show",
            "Take the class out of the choice, or back into it; images of a hidden class are not counted",
            in: [.classNames], hint: 1, unavailable: { noClass($0) ?? $0.unhideable }, does: { $0.hideClass() }),
        Action(
            "prompts.addClass", [.char("a")], "add class",
            "Add a class that no image has, such as none of these; every keystroke counts at once", in: [.classNames],
            hint: 2, unavailable: { $0.labelColumn == nil ? "the dataset has no labels" : nil }, does: { $0.addClass() }
        ),
        Action(
            "prompts.ownName", [.char("d"), .delete], "own name, remove",
            "Let the class go by the name that the dataset has for it; an added class is removed", in: [.classNames],
            hint: 3,
            unavailable: { state in
                if let reason = noClass(state) { return reason }
                let isOwn = state.namedLabel.map { state.promptEditor.set.classNames[$0] == nil } ?? false
                return isOwn && state.addedAtCursor == nil ? "it does" : nil
            }, does: { $0.takeOwnName() }),
    ]

    private static let noTemplate: @Sendable (State) -> String? = { state in
        if state.promptEditor.set.entries.isEmpty { return "there is no template" }
        return state.cursorRow == nil ? "no template passes the filter" : nil
    }

    private static let notMovable: @Sendable (State) -> String? = { state in
        noTemplate(state) ?? (state.promptTable.isPlain ? nil : "the list is sorted or filtered")
    }

    private static let noClass: @Sendable (State) -> String? = {
        $0.namedLabel == nil ? "the dataset has no labels" : nil
    }

    static let noFigures: @Sendable (State) -> String? = { state in
        if state.dataset != nil, state.labelColumn == nil { return "the dataset has no labels" }
        if state.promptEditor.set.entries.isEmpty { return "there is no template" }
        return state.evaluatedPrompts == nil ? "not all images are embedded yet" : nil
    }
}
